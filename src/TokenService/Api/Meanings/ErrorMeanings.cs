using System.Collections.Frozen;

namespace WxYarpGateway.TokenService.Api.Meanings;

/// <summary>What the errcodes of <see cref="ErrorCodes"/> mean to people, and what ends them.</summary>
public static class ErrorMeanings
{
    private const string Authorize = "Have the account's administrator authorize the platform again.";
    private const string OAuthAgain = "Send the user through WeChat's authorize page again.";
    private const string Secret = "Copy the AppSecret again from the WeChat console.";

    private static readonly ErrorMeaning[] Table =
    [
        new(ErrorCodes.SystemBusy, "WeChat is busy, and did not carry out the call.", "Try again in some seconds."),
        new(
            ErrorCodes.InvalidCredential,
            "The token is wrong or not the latest; where tokens are asked for, the AppSecret is wrong.",
            "The gateway replaces a token by itself. If it stays: see whether another program asks for this account's tokens, and "
            + "compare the AppSecret with the WeChat console's."),
        new(
            ErrorCodes.InvalidOpenId,
            "The openid is wrong, or another account's.",
            "Take the openid from a push or login of this account."),
        new(ErrorCodes.InvalidAppId, "WeChat does not know the AppId.", "Copy the AppId again from the WeChat console."),
        new(
            ErrorCodes.InvalidAccessToken,
            "The token is none.",
            "The gateway replaces it by itself; callers must not send tokens of their own."),
        new(ErrorCodes.InvalidOAuthCode, "The code is wrong, or another account's.", OAuthAgain),
        new(ErrorCodes.InvalidRefreshToken, "The user's refresh token is wrong.", OAuthAgain),
        new(ErrorCodes.InvalidAppSecret, "The AppSecret is wrong.", Secret),
        new(ErrorCodes.OAuthCodeUsed, "The code was used before.", $"{OAuthAgain} Each code is good for one exchange."),
        new(
            ErrorCodes.IpNotWhitelisted,
            "The gateway's IP address is not in the account's whitelist.",
            "Add the gateway's public IP address to the IP whitelist in the WeChat console."),
        new(ErrorCodes.AppSecretFrozen, "The AppSecret is frozen.", "Unfreeze it in the WeChat console."),
        new(ErrorCodes.AppIdMissing, "The AppId is missing.", "Configure the service's AppId."),
        new(ErrorCodes.AppSecretMissing, "The AppSecret is missing.", "Configure the service's AppSecret."),
        new(ErrorCodes.OAuthCodeMissing, "The code is missing.", OAuthAgain),
        new(
            ErrorCodes.AccessTokenExpired,
            "The token has expired.",
            "The gateway replaces it by itself. If it stays, compare this machine's clock."),
        new(ErrorCodes.RefreshTokenExpired, "The user's refresh token has expired.", OAuthAgain),
        new(ErrorCodes.OAuthCodeExpired, "The code has expired: it lives for five minutes.", OAuthAgain),
        new(ErrorCodes.UserPasswordChanged, "The user changed the password, which ends the authorization.", OAuthAgain),
        new(
            ErrorCodes.NoticeNotAccepted,
            "The user did not accept this subscribe message, or takes it no more.",
            "Ask the user in the mini program again (wx.requestSubscribeMessage); each acceptance is good for one message."),
        new(
            ErrorCodes.DailyQuotaUsedUp,
            "The account's daily quota of this call is used up.",
            "Wait until midnight in Beijing, or clear the quota (/cgi-bin/clear_quota)."),
        new(ErrorCodes.MinuteQuotaUsedUp, "The call was made too often within a minute.", "Wait a minute, and call less often."),
        new(
            ErrorCodes.ReplyWindowClosed,
            "The user has not written for too long to be sent a message.",
            "Send a template or subscribe message instead, or wait for the user to write."),
        new(
            ErrorCodes.ShopIpNotRegistered,
            "The gateway's IP address is not registered for the WeChat store.",
            "Register it in the store's console."),
        new(ErrorCodes.TooManyMessages, "The user was sent too many messages since writing.", "Wait for the user to write."),
        new(ErrorCodes.TypingTooLate, "The user wrote more than 30 seconds ago, so typing cannot be shown.", "Nothing has to be done."),
        new(ErrorCodes.AlreadyTyping, "Typing is being shown already.", "Nothing has to be done."),
        new(
            ErrorCodes.ApiUnauthorized,
            "The account may not use this API.",
            "See 接口权限 in the WeChat console: some APIs need a verified account; through a platform, its permission set as well."),
        new(ErrorCodes.ApiBanned, "WeChat has banned the account's use of this API.", "See the notice in the WeChat console."),
        new(
            ErrorCodes.ClearQuotaUsedUp,
            "The quotas cannot be cleared again this month.",
            "Wait for the next month; ten times a month are allowed."),
        new(
            ErrorCodes.UserUnauthorized,
            "The user has not authorized this API.",
            "Send the user through the authorize page with scope snsapi_userinfo."),
        new(ErrorCodes.UserRestricted, "The user or the account is restricted.", "See the WeChat console."),
        new(ErrorCodes.TokenForbidden, "The account may not ask for tokens.", "See the notice in the WeChat console."),
        new(ErrorCodes.AccountFrozen, "The account is frozen.", "See the notice in the WeChat console."),
        new(ErrorCodes.NotAuthorizedByAccount, "The account has not authorized the platform.", Authorize),
        new(
            ErrorCodes.PlatformIpNotRegistered,
            "The gateway's IP address is not in the platform's list.",
            "Add it to the whitelist of the platform's console (open.weixin.qq.com)."),
        new(
            ErrorCodes.TicketExpired,
            "The platform's ticket has expired.",
            "See whether 授权事件接收URL leads to the platform's AuthEventPath: WeChat pushes a ticket every ten minutes."),
        new(
            ErrorCodes.TicketInvalid,
            "The ticket is not one of the platform's.",
            "Compare the platform's AppId, Token and EncodingAesKey with its console's; the next ticket comes within ten minutes."),
        new(
            ErrorCodes.PlatformUnauthorized,
            "The account did not grant the platform the permission for this API.",
            "Choose the permission set in the platform's console, then have the account authorize the platform again."),
        new(ErrorCodes.AuthorizationCodeInvalid, "The authorization code is wrong, or was used.", Authorize),
        new(ErrorCodes.AuthorizationCodeExpired, "The authorization code has expired.", Authorize),
        new(ErrorCodes.InvalidComponent, "The AppId is not a platform's.", "Copy the platform's AppId again from open.weixin.qq.com."),
        new(ErrorCodes.AuthorizerRefreshTokenInvalid, "WeChat refuses the account's refresh token.", Authorize),
        new(
            ErrorCodes.AdminMustConfirm,
            "An administrator has to confirm calls from this IP address.",
            "Have an administrator of the account confirm the call in WeChat, or add the address to the IP whitelist."),
        new(
            ErrorCodes.AdminRefusedTwice,
            "An administrator refused this IP address twice; calls are refused for a day.",
            "Wait a day, or add the address to the IP whitelist in the WeChat console."),
        new(
            ErrorCodes.AdminRefusedOnce,
            "An administrator refused this IP address; calls are refused for an hour.",
            "Wait an hour, or add the address to the IP whitelist in the WeChat console."),
    ];

    // After the table: fields are made in the order of the text.
    private static readonly FrozenDictionary<int, ErrorMeaning> ByCode = Table.ToFrozenDictionary(meaning => meaning.ErrorCode);

    /// <summary>Gets all that is known.</summary>
    public static IReadOnlyList<ErrorMeaning> All => Table;

    /// <summary>Returns what an errcode means; null when nobody knows.</summary>
    /// <param name="errorCode">WeChat's errcode.</param>
    public static ErrorMeaning? Find(int errorCode) => ByCode.GetValueOrDefault(errorCode);
}
