using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Database.Settings;

/// <summary>
/// Says where platforms, logins and records are kept; read once at start. A gateway that has none of these opens no database.
/// </summary>
public sealed class DatabaseOptions
{
    /// <summary>
    /// Gets or sets the kind of database. Two gateways behind one load balancer need <see cref="DatabaseKind.PostgreSql"/>.
    /// </summary>
    /// <value>The default is <see cref="DatabaseKind.Sqlite"/>: a file in the data folder.</value>
    public DatabaseKind Kind { get; set; }

    /// <summary>
    /// Gets or sets the connection string of PostgreSQL, as Npgsql reads it, such as <c>Host=db;Database=wxgw;Username=…;Password=…</c>.
    /// </summary>
    /// <value>There is no default; it is required when <see cref="Kind"/> is <see cref="DatabaseKind.PostgreSql"/>.</value>
    public string? Connection { get; set; }

    /// <summary>Gets or sets the key that secrets in the database are encrypted with: 32 bytes in base64. It is a secret.</summary>
    /// <value>
    /// There is no default. PostgreSQL requires it; for SQLite the gateway makes the file <c>key</c> in the data folder, and warns.
    /// </value>
    [RegularExpression("^[A-Za-z0-9+/]{43}=$", ErrorMessage = "The field {0} must be 32 bytes in base64, which are 44 characters.")]
    public string? Key { get; set; }

    /// <summary>
    /// Gets or sets the keys before <see cref="Key"/>, which still decrypt, until <c>database rotate-key</c> is through. They are secrets.
    /// </summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> PreviousKeys { get; set; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether the gateway updates the tables at start. Else <c>database migrate</c> does, and a gateway
    /// whose tables are older than itself does not start.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Migrate { get; set; } = true;
}
