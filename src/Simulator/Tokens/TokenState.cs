namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Lists the states of a token that a call carries.</summary>
internal enum TokenState
{
    /// <summary>It is accepted.</summary>
    Valid,

    /// <summary>It is expired (errcode 42001).</summary>
    Expired,

    /// <summary>It was replaced, revoked, or never issued (errcode 40001).</summary>
    NotLatest,

    /// <summary>It does not look like a token (errcode 40014).</summary>
    Malformed,
}
