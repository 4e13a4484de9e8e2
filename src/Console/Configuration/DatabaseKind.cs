namespace WxYarpGateway.Console.Configuration;

/// <summary>The databases that can keep the accounts.</summary>
internal enum DatabaseKind
{
    /// <summary>A file, for one console.</summary>
    Sqlite,

    /// <summary>A server, which several consoles may share.</summary>
    PostgreSql,
}
