using Microsoft.EntityFrameworkCore.Design;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>Tells <c>dotnet ef</c> for which databases it writes migrations.</summary>
internal sealed class DesignedDatabases
    : IDesignTimeDbContextFactory<SqliteAccessDatabase>, IDesignTimeDbContextFactory<PostgreSqlAccessDatabase>
{
    /// <inheritdoc/>
    SqliteAccessDatabase IDesignTimeDbContextFactory<SqliteAccessDatabase>.CreateDbContext(string[] args)
        => new(AccessDatabases.Sqlite("Data Source=:memory:"));

    /// <inheritdoc/>
    PostgreSqlAccessDatabase IDesignTimeDbContextFactory<PostgreSqlAccessDatabase>.CreateDbContext(string[] args)
        => new(AccessDatabases.PostgreSql("Host=localhost"));
}
