namespace WxYarpGateway.TokenService.Tokens.Renewals;

/// <summary>How a renewal ended; the names are those in the metric.</summary>
internal enum RenewalResult
{
    /// <summary>WeChat issued a token.</summary>
    Issued,

    /// <summary>Somebody else had renewed it: the token came from the store.</summary>
    Adopted,

    /// <summary>WeChat issued no token.</summary>
    Failed,

    /// <summary>WeChat issued the very token that it refused.</summary>
    StillRejected,

    /// <summary>Another replica owned the lease and wrote nothing in time.</summary>
    TimedOut,

    /// <summary>The store is away and WeChat must not be asked without it, or need not be yet.</summary>
    StoreDown,
}
