namespace WxYarpGateway.Transforms.OAuth;

/// <summary>The result of an OAuth redirect's code. The metric has the same names in small letters.</summary>
internal enum RedirectResult
{
    /// <summary>The code was exchanged for the user.</summary>
    Exchanged,

    /// <summary>The user did not consent: there is no code, or WeChat's word for a refusal.</summary>
    Denied,

    /// <summary>The state is ours but not this browser's, or another user came back with it before.</summary>
    Forged,

    /// <summary>WeChat refused the code: it is used, expired or invalid; or the query has two.</summary>
    Refused,

    /// <summary>WeChat was not reachable, or gave no usable answer.</summary>
    Failed,

    /// <summary>The browser hung up before the exchange ended.</summary>
    Abandoned,
}
