namespace WxYarpGateway.TokenService.Store;

/// <summary>Says where tokens, ledger and caches live.</summary>
public enum StoreKind
{
    /// <summary>In the process: for a gateway that runs alone.</summary>
    Memory,

    /// <summary>In Redis, shared by all replicas.</summary>
    Redis,
}
