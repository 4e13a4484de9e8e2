namespace WxYarpGateway.Platform.Platforms;

/// <summary>Who may open the page on which accounts give themselves into the platform's care.</summary>
public enum AuthorizationAccess
{
    /// <summary>Those with a signed invitation.</summary>
    Invited,

    /// <summary>Anybody, within rate limits.</summary>
    Open,
}
