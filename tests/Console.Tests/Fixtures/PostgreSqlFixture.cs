using System.Security.Cryptography;
using WxYarpGateway.Testing.PostgreSql;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A database of a real PostgreSQL.</summary>
public sealed class PostgreSqlFixture(SharedPostgreSql server) : AccessFixture
{
    private string _connection = "";

    public override async ValueTask DisposeAsync()
    {
        await server.DropAsync(_connection, CancellationToken.None);
        await base.DisposeAsync();
    }

    protected override async Task<string[]> MakeAsync(CancellationToken cancellationToken)
    {
        _connection = await server.CreateAsync(cancellationToken);
        return
        [
            "--Console:Database:Kind=PostgreSql",
            $"--Console:Database:Connection={_connection}",
            $"--Console:Database:Key={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
        ];
    }
}
