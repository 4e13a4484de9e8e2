namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A database for consoles, for the tests of one class.</summary>
public abstract class AccessFixture : IAsyncLifetime
{
    /// <summary>Gets the settings that name it.</summary>
    public string[] Settings { get; private set; } = [];

    /// <summary>Gets the data folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("console-").FullName;

    /// <summary>Starts a console with this database; its own file is another one for each folder.</summary>
    internal Task<ConsoleStage> StartAsync(TimeProvider? clock = null, string? folder = null, params string[] settings)
        => ConsoleStage.StartAsync(folder ?? Folder, clock ?? TimeProvider.System, [.. Settings, .. settings]);

    public async ValueTask InitializeAsync() => Settings = await MakeAsync(TestContext.Current.CancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the database; returns the settings that name it.</summary>
    protected abstract Task<string[]> MakeAsync(CancellationToken cancellationToken);
}
