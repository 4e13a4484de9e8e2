using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Testing.PostgreSql;

namespace WxYarpGateway.Database.Tests.Fixtures;

/// <summary>The shared PostgreSQL with a database that has all tables: copies of it are made in no time.</summary>
public sealed class MigratedPostgreSql : SharedPostgreSql
{
    private readonly string _template = NewName();

    /// <summary>Gets the key of the template, and so of its copies.</summary>
    public string Key { get; } = FieldKey.NewBase64();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var database = new TestDatabase(
            new DatabaseOptions { Kind = DatabaseKind.PostgreSql, Connection = Named(_template) + ";Pooling=false", Key = Key });
        await database.OpenAsync();
    }

    /// <summary>Makes a database with all tables; returns its connection string.</summary>
    public Task<string> CreateMigratedAsync(CancellationToken cancellationToken) => CreateAsync(cancellationToken, _template);
}
