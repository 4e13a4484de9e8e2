namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>Whether a path looks at the session.</summary>
internal enum SessionNeed
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It takes requests with and without one; a token that is not good is refused.</summary>
    Optional,

    /// <summary>It takes requests with one only.</summary>
    Required,
}
