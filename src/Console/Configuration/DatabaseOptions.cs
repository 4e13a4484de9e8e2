namespace WxYarpGateway.Console.Configuration;

/// <summary>The database of accounts, sessions and the audit log.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Gets or sets the kind.</summary>
    /// <value>The default is <see cref="DatabaseKind.Sqlite"/>: the file <c>console.db</c> in the data folder.</value>
    public DatabaseKind Kind { get; set; }

    /// <summary>Gets or sets the connection string of a PostgreSQL database, which may be the gateway's.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Connection { get; set; }

    /// <summary>Gets or sets the key, 32 bytes in base64, that encrypts the keys of cookies and so the authenticators' keys.</summary>
    /// <value>The default is <see langword="null"/>: for SQLite the file <c>console.key</c> in the data folder, made at the first start.</value>
    public string? Key { get; set; }
}
