namespace WxYarpGateway.TokenService.Api;

/// <summary>Says what keeps a platform, or an account in its care, from having a token. Only an event from outside ends it.</summary>
public enum TokenObstacle
{
    /// <summary>Nothing of the sort.</summary>
    None,

    /// <summary>WeChat takes none of the platform's tickets. The next one, which comes within 10 minutes, ends it.</summary>
    WaitingForTicket,

    /// <summary>WeChat gives no refresh token of the account before an authorization code was exchanged.</summary>
    NeedsCode,

    /// <summary>WeChat refuses the refresh token of the account and has no other one: the account has to authorize again.</summary>
    Broken,

    /// <summary>The account withdrew its authorization.</summary>
    Unauthorized,

    /// <summary>
    /// The account seems to be authorizing the platform again: WeChat refuses the old refresh token and gives no new one yet. The event
    /// with the code ends it, as a rule within seconds.
    /// </summary>
    BeingAuthorized,
}
