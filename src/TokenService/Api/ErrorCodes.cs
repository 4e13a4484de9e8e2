namespace WxYarpGateway.TokenService.Api;

/// <summary>WeChat's <c>errcode</c> values that the gateway acts upon, from WeChat's list of global return codes.</summary>
public static class ErrorCodes
{
    /// <summary>The call succeeded.</summary>
    public const int Success = 0;

    /// <summary>WeChat is busy; the call was not carried out.</summary>
    public const int SystemBusy = -1;

    /// <summary>The access_token is wrong or not the latest; at a token endpoint, the AppSecret is wrong.</summary>
    public const int InvalidCredential = 40001;

    /// <summary>The openid is wrong or belongs to another account.</summary>
    public const int InvalidOpenId = 40003;

    /// <summary>The AppId is unknown.</summary>
    public const int InvalidAppId = 40013;

    /// <summary>The access_token is not one.</summary>
    public const int InvalidAccessToken = 40014;

    /// <summary>The OAuth code is wrong.</summary>
    public const int InvalidOAuthCode = 40029;

    /// <summary>The OAuth refresh_token is wrong.</summary>
    public const int InvalidRefreshToken = 40030;

    /// <summary>The AppSecret is wrong.</summary>
    public const int InvalidAppSecret = 40125;

    /// <summary>The OAuth code was used before.</summary>
    public const int OAuthCodeUsed = 40163;

    /// <summary>The caller's IP is not in the account's whitelist; errmsg names it.</summary>
    public const int IpNotWhitelisted = 40164;

    /// <summary>The AppSecret is frozen.</summary>
    public const int AppSecretFrozen = 40243;

    /// <summary>The AppId is missing.</summary>
    public const int AppIdMissing = 41002;

    /// <summary>The AppSecret is missing.</summary>
    public const int AppSecretMissing = 41004;

    /// <summary>The OAuth code is missing.</summary>
    public const int OAuthCodeMissing = 41008;

    /// <summary>The access_token has expired.</summary>
    public const int AccessTokenExpired = 42001;

    /// <summary>The OAuth refresh_token has expired.</summary>
    public const int RefreshTokenExpired = 42002;

    /// <summary>The OAuth code has expired.</summary>
    public const int OAuthCodeExpired = 42003;

    /// <summary>The user changed the password, which ends the user's authorization.</summary>
    public const int UserPasswordChanged = 42007;

    /// <summary>The account's daily quota for this API is used up.</summary>
    public const int DailyQuotaUsedUp = 45009;

    /// <summary>The user and the account exchanged nothing within the last 30 seconds, so typing cannot be shown.</summary>
    public const int TypingTooLate = 45080;

    /// <summary>Typing is being shown already.</summary>
    public const int AlreadyTyping = 45081;

    /// <summary>The API was called too often within a minute.</summary>
    public const int MinuteQuotaUsedUp = 45011;

    /// <summary>The user has not written for too long to be sent a message.</summary>
    public const int ReplyWindowClosed = 45015;

    /// <summary>The caller's IP is not registered (WeChat stores).</summary>
    public const int ShopIpNotRegistered = 45035;

    /// <summary>The user was sent too many messages since writing.</summary>
    public const int TooManyMessages = 45047;

    /// <summary>The account may not use this API.</summary>
    public const int ApiUnauthorized = 48001;

    /// <summary>The account's use of this API is banned.</summary>
    public const int ApiBanned = 48004;

    /// <summary>The quotas cannot be cleared again this month.</summary>
    public const int ClearQuotaUsedUp = 48006;

    /// <summary>The user has not authorized this API.</summary>
    public const int UserUnauthorized = 50001;

    /// <summary>The user or the account is restricted.</summary>
    public const int UserRestricted = 50002;

    /// <summary>The account may not ask for tokens.</summary>
    public const int TokenForbidden = 50004;

    /// <summary>The account is frozen.</summary>
    public const int AccountFrozen = 50007;

    /// <summary>The account has not authorized the platform.</summary>
    public const int NotAuthorizedByAccount = 61003;

    /// <summary>The caller's IP is not registered (third-party platforms).</summary>
    public const int PlatformIpNotRegistered = 61004;

    /// <summary>The component_verify_ticket has expired.</summary>
    public const int TicketExpired = 61005;

    /// <summary>The component_verify_ticket is not one of the platform's.</summary>
    public const int TicketInvalid = 61006;

    /// <summary>The account did not grant the platform the permission for this API.</summary>
    public const int PlatformUnauthorized = 61007;

    /// <summary>At <c>api_query_auth</c>: the authorization code is wrong, or was used. Other APIs mean other things by it.</summary>
    public const int AuthorizationCodeInvalid = 61009;

    /// <summary>At <c>api_query_auth</c>: the authorization code has expired. Other APIs mean other things by it.</summary>
    public const int AuthorizationCodeExpired = 61010;

    /// <summary>The AppId is not a platform's.</summary>
    public const int InvalidComponent = 61011;

    /// <summary>The authorizer_refresh_token is wrong.</summary>
    public const int AuthorizerRefreshTokenInvalid = 61023;

    /// <summary>The user does not take the subscribe message, or takes it no more.</summary>
    public const int NoticeNotAccepted = 43101;

    /// <summary>An administrator has to confirm calls from this IP.</summary>
    public const int AdminMustConfirm = 89503;

    /// <summary>An administrator refused this IP twice; calls are refused for a day.</summary>
    public const int AdminRefusedTwice = 89506;

    /// <summary>An administrator refused this IP; calls are refused for an hour.</summary>
    public const int AdminRefusedOnce = 89507;

    /// <summary>Returns what a caller of an ordinary API can do about the errcode.</summary>
    public static ErrorClass Classify(int errorCode) => errorCode switch
    {
        SystemBusy => ErrorClass.Busy,
        InvalidCredential or InvalidAccessToken or AccessTokenExpired => ErrorClass.TokenRejected,
        InvalidAppId or InvalidAppSecret or AppSecretFrozen or AppIdMissing or AppSecretMissing
            or IpNotWhitelisted or ShopIpNotRegistered or PlatformIpNotRegistered
            or AdminMustConfirm or AdminRefusedTwice or AdminRefusedOnce
            or TokenForbidden or AccountFrozen => ErrorClass.Configuration,
        DailyQuotaUsedUp or MinuteQuotaUsedUp or ReplyWindowClosed or TooManyMessages => ErrorClass.Throttled,
        ApiUnauthorized or ApiBanned or ClearQuotaUsedUp or UserUnauthorized or UserRestricted => ErrorClass.Permission,
        InvalidOpenId or InvalidOAuthCode or InvalidRefreshToken or OAuthCodeUsed or OAuthCodeMissing
            or RefreshTokenExpired or OAuthCodeExpired or UserPasswordChanged => ErrorClass.UserAuthorization,
        _ => ErrorClass.Other,
    };
}
