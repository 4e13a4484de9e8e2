using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Database.Tests.Fixtures;

/// <summary>A database in a test, as the gateway has it: with its own folder, clock and logs.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;

    /// <summary>Makes a gateway's access to a database; nothing is opened yet.</summary>
    /// <param name="options">The options; without a key, PostgreSQL gets one.</param>
    /// <param name="folder">The data folder of another one, to share its files; else a new one, which is removed in the end.</param>
    /// <param name="add">Adds services to test, which get <see cref="DatabaseAccess"/>.</param>
    public TestDatabase(DatabaseOptions options, string? folder = null, Action<IServiceCollection>? add = null)
    {
        _ownsFolder = folder is null;
        Folder = new DataFolder(folder ?? Directory.CreateTempSubdirectory("database-").FullName);
        if (options.Kind == DatabaseKind.PostgreSql)
        {
            options.Key ??= FieldKey.NewBase64();
        }

        Options = options;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IOptions<DatabaseOptions>>(new OptionsWrapper<DatabaseOptions>(options));
        services.AddSingleton<ILoggerProvider>(Logs);
        services.AddGatewayDatabase(Folder);
        add?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    /// <summary>Gets what it was made with.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>Gets its data folder.</summary>
    public DataFolder Folder { get; }

    /// <summary>Gets its clock, which stands still.</summary>
    public FakeTimeProvider Clock { get; } = new();

    /// <summary>Gets what it logged.</summary>
    public CollectedLogs Logs { get; } = new();

    /// <summary>Gets the access.</summary>
    public DatabaseAccess Access => Get<DatabaseAccess>();

    /// <summary>Returns a service.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens the database, which must succeed.</summary>
    public async Task OpenAsync()
    {
        var state = await Access.OpenAsync(TestContext.Current.CancellationToken);
        Assert.True(state.Status == DatabaseStatus.Ready, state.Problem);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Logs.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder.Path, recursive: true);
        }
    }
}
