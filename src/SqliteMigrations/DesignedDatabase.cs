using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WxYarpGateway.Database;

namespace WxYarpGateway.SqliteMigrations;

/// <summary>Tells <c>dotnet ef</c> for which database it writes migrations.</summary>
public sealed class DesignedDatabase : IDesignTimeDbContextFactory<GatewayDatabase>
{
    /// <inheritdoc/>
    public GatewayDatabase CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<GatewayDatabase>()
            .UseSqlite("Data Source=:memory:", sqlite => sqlite.MigrationsAssembly(typeof(DesignedDatabase).Assembly))
            .Options);
}
