namespace WxYarpGateway.Database.Settings;

/// <summary>The kinds of database.</summary>
public enum DatabaseKind
{
    /// <summary>A file in the data folder; for a gateway that runs alone.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, 14 or later, that all replicas share.</summary>
    PostgreSql,
}
