namespace WxYarpGateway.TokenService.Store;

/// <summary>Says where tokens, ledger and caches live; read once at start.</summary>
public sealed class StoreOptions
{
    /// <summary>Gets or sets the kind of store. Two gateways behind one load balancer need <see cref="StoreKind.Redis"/>.</summary>
    /// <value>The default is <see cref="StoreKind.Memory"/>.</value>
    public StoreKind Kind { get; set; }

    /// <summary>
    /// Gets or sets the connection string of Redis, as StackExchange.Redis reads it, such as <c>localhost:6379,password=…</c>.
    /// </summary>
    /// <value>There is no default; it is required when <see cref="Kind"/> is <see cref="StoreKind.Redis"/>.</value>
    public string? Redis { get; set; }

    /// <summary>
    /// Gets or sets what all keys and channels in Redis begin with. A Redis Cluster needs the braces, which keep the keys on one node.
    /// </summary>
    /// <value>The default is <c>{wxgw}:</c>.</value>
    public string KeyPrefix { get; set; } = "{wxgw}:";
}
