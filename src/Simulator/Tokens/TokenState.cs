namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Names what WeChat thinks of a token that a call presents.</summary>
internal enum TokenState
{
    /// <summary>It opens the API.</summary>
    Valid,

    /// <summary>Its time ran out (errcode 42001).</summary>
    Expired,

    /// <summary>A newer one took its place, it was revoked, or nobody issued it (errcode 40001).</summary>
    NotLatest,

    /// <summary>It does not even look like a token (errcode 40014).</summary>
    Malformed,
}
