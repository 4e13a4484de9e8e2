namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A SQLite file.</summary>
public sealed class SqliteFixture : AccessFixture
{
    protected override Task<string[]> MakeAsync(CancellationToken cancellationToken) => Task.FromResult<string[]>([]);
}
