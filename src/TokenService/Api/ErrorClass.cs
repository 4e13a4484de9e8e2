namespace WxYarpGateway.TokenService.Api;

/// <summary>Says what a caller can do about an error.</summary>
public enum ErrorClass
{
    /// <summary>Nothing is known about it.</summary>
    Other,

    /// <summary>The access_token is refused: replace it and send once more.</summary>
    TokenRejected,

    /// <summary>The account or its configuration is wrong: somebody has to fix it.</summary>
    Configuration,

    /// <summary>A quota is used up: wait.</summary>
    Throttled,

    /// <summary>WeChat, the network or the store is busy or away: try again soon.</summary>
    Busy,

    /// <summary>The account may not do this.</summary>
    Permission,

    /// <summary>The user's own authorization is wrong or over: send the user through OAuth again.</summary>
    UserAuthorization,
}
