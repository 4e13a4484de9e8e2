using WxYarpGateway.Transforms.Pages;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>What the pages of a sign-in have in common.</summary>
internal static class QrLoginPages
{
    /// <summary>The title of all of them.</summary>
    public const string Title = "微信登录";

    // Seconds. A store that restarts is back by then.
    private const string RetryAfter = "10";

    /// <summary>Answers that nobody can sign in just now.</summary>
    public static Task NotNowAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        return Card.SayAsync(
            context, StatusCodes.Status503ServiceUnavailable, Title, "暂时无法登录，请稍后再试。",
            "You cannot sign in just now. Please try again soon.");
    }

    /// <summary>Answers that the sign-in is over, or never was this browser's.</summary>
    public static Task OverAsync(HttpContext context)
        => Card.SayAsync(
            context, StatusCodes.Status400BadRequest, Title, "此次登录已失效，请重新扫码。",
            "This sign-in is over, or did not begin in this browser. Please scan a new code.");
}
