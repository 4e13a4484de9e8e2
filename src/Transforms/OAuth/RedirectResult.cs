namespace WxYarpGateway.Transforms.OAuth;

/// <summary>What came of a redirect's code; the names are those in the metric, in small letters.</summary>
internal enum RedirectResult
{
    /// <summary>The backend is told who it is.</summary>
    Exchanged,

    /// <summary>There is no code, or the word that stands for a refusal: the user did not consent.</summary>
    Denied,

    /// <summary>The state is ours, but not this browser's, or another user came back with it long before.</summary>
    Forged,

    /// <summary>The code is no good: used, too old, made up, or there are two of them.</summary>
    Refused,

    /// <summary>WeChat could not be asked, or did not answer the question.</summary>
    Failed,

    /// <summary>The browser hung up before.</summary>
    Abandoned,
}
