using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.MiniPrograms.Logins;

/// <summary>Says to a phone what WeChat's errors at <c>jscode2session</c> mean.</summary>
/// <remarks>Source: developers.weixin.qq.com/miniprogram, 小程序登录凭证校验 (return codes), mirrored 2026-07-30.</remarks>
internal static class LoginErrors
{
    /// <summary>WeChat blocks the user: 高风险等级用户，小程序登录拦截.</summary>
    public const int Blocked = 40226;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Returns the answer.</summary>
    public static LoginAnswer AnswerOf(WeChatError error) => error switch
    {
        // A used or wrong code: the phone calls wx.login once more.
        { Class: ErrorClass.UserAuthorization } => LoginAnswer.NotLoggedIn with { ErrorCode = error.ErrorCode },
        { ErrorCode: Blocked } => LoginAnswer.Failed("blocked", Blocked),
        { ErrorCode: ErrorCodes.MinuteQuotaUsedUp } => LoginAnswer.TooMany(error.RetryAfter ?? Minute) with
        {
            ErrorCode = error.ErrorCode,
        },
        _ => LoginAnswer.Failed(error.Message, error.ErrorCode),
    };
}
