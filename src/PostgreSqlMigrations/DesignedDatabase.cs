using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WxYarpGateway.Database;

namespace WxYarpGateway.PostgreSqlMigrations;

/// <summary>Tells <c>dotnet ef</c> for which database it writes migrations.</summary>
public sealed class DesignedDatabase : IDesignTimeDbContextFactory<GatewayDatabase>
{
    private static readonly Version OldestServer = new(14, 0);

    /// <inheritdoc/>
    public GatewayDatabase CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<GatewayDatabase>()
            .UseNpgsql(npgsql => npgsql.MigrationsAssembly(typeof(DesignedDatabase).Assembly).SetPostgresVersion(OldestServer))
            .Options);
}
