using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.Transforms.Pages;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>The page with the button, and what its press does: a pre_auth_code is made, and the browser sent to WeChat.</summary>
internal sealed partial class AuthorizationStart(
    IInvitationKeys keys,
    PlatformApi weChat,
    [FromKeyedServices(AuthorizationStart.Limits)] VisitorLimits limits,
    IOptionsMonitor<WeChatApiOptions> options,
    TimeProvider timeProvider,
    ILogger<AuthorizationStart> logger)
{
    /// <summary>What the limits of these pages are registered by.</summary>
    internal const string Limits = "authorization";

    /// <summary>How many pages an address gets in a minute.</summary>
    internal const int PagesAMinute = 10;

    /// <summary>How many pre_auth_codes a platform asks WeChat for in a minute.</summary>
    internal const int CodesAMinute = 60;

    private const string StateParameter = "state";
    private const int LongestState = 512;

    // Seconds. The limits are by the minute, and most of what keeps WeChat from giving a code is over after one.
    private const string RetryAfter = "60";

    /// <summary>Shows the page, or refuses the visitor.</summary>
    public async Task ShowAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await InvitationAsync(context, platform) is null)
        {
            return;
        }

        if (!MayShow(context, platform))
        {
            await TooManyAsync(context, platform);
            return;
        }

        await Card.AskAsync(
            context, TitleOf(platform), platform.Options.Authorization.Text, "前往微信授权 · Continue in WeChat", Remark(context.Request));
    }

    /// <summary>Sends the browser to WeChat.</summary>
    public async Task ContinueAsync(HttpContext context, WeChatPlatform platform, AuthorizationClient asked)
    {
        if (!OwnForm.IsIn(context.Request, platform.PublicUrl))
        {
            await Card.SayAsync(context, StatusCodes.Status403Forbidden, TitleOf(platform), "请从授权页面继续。", "Please start at the page.");
            return;
        }

        if (await InvitationAsync(context, platform) is not { } invitation)
        {
            return;
        }

        if (!limits.TryTake(platform.Name))
        {
            await TooManyAsync(context, platform);
            return;
        }

        var made = await weChat.PreAuthCodeAsync(platform.Account, context.RequestAborted);
        if (!made.TryGet(out var code, out var error))
        {
            Log.NoCode(logger, platform.Name, error.Message);
            context.Response.Headers.RetryAfter = RetryAfter;
            await Card.SayAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                TitleOf(platform),
                "暂时无法前往微信授权，请稍后再试。",
                "WeChat cannot be asked for an authorization just now. Please try again in a few minutes.");
            return;
        }

        var isFromPhone = IsWeChat(context.Request);
        var (state, cookie) = ReturnState.Make(invitation, isFromPhone);
        StateCookie.Of(platform, state).Set(context, cookie, ReturnState.Life);
        var key = await keys.KeyAsync(context.RequestAborted);
        var returnTo = ReturnAddress(context.Request, platform, state.Sign(key.Span, timeProvider.GetUtcNow()));
        var client = isFromPhone ? AuthorizationClient.H5 : asked;
        var target = new WeChatPage(options.CurrentValue.MpUrl, options.CurrentValue.OpenUrl)
            .AddressFor(client, WithDefaults(invitation, platform), code.Value, returnTo);
        context.Response.Headers["Referrer-Policy"] = "strict-origin";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = target.AbsoluteUri;
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        Log.Sent(logger, platform.Name, client);
    }

    /// <summary>Returns the title of the platform's pages.</summary>
    internal static string TitleOf(WeChatPlatform platform)
        => string.IsNullOrWhiteSpace(platform.Options.Authorization.Title) ? platform.Name : platform.Options.Authorization.Title;

    /// <summary>Returns the invitation; null when it was refused, and the refusal is written.</summary>
    private async ValueTask<Invitation?> InvitationAsync(HttpContext context, WeChatPlatform platform)
    {
        var signed = context.Request.Query[AuthorizationLinks.InvitationParameter].ToString();
        if (signed.Length > 0)
        {
            var key = await keys.KeyAsync(context.RequestAborted);
            if (Invitation.Read(key.Span, signed, platform.Account.AppId.Value, timeProvider.GetUtcNow()) is { } invitation)
            {
                return invitation;
            }
        }
        else if (platform.Options.Authorization.Access == AuthorizationAccess.Open)
        {
            var state = context.Request.Query[StateParameter].ToString();
            return Invitation.ToAnybody(platform.Account.AppId.Value) with
            {
                State = state is { Length: > 0 and <= LongestState } ? state
                : null
            };
        }

        await Card.SayAsync(
            context,
            StatusCodes.Status403Forbidden,
            TitleOf(platform),
            "此链接无效或已过期，请向服务商索取新的链接。",
            "This link is not valid, or no longer. Please ask for a new one.");
        return null;
    }

    // Who was invited is known; a page for anybody is bounded for each visitor.
    private bool MayShow(HttpContext context, WeChatPlatform platform)
        => platform.Options.Authorization.Access != AuthorizationAccess.Open
            || limits.TryTakePage(platform.Name, context.Connection.RemoteIpAddress);

    private static Task TooManyAsync(HttpContext context, WeChatPlatform platform)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        return Card.SayAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            TitleOf(platform),
            "请求过于频繁，请一分钟后再试。",
            "There were too many requests. Please try again in a minute.");
    }

    private static Invitation WithDefaults(Invitation invitation, WeChatPlatform platform)
        => invitation with
        {
            AuthType = invitation.AuthType ?? platform.Options.Authorization.AuthType,
            Categories = invitation.Categories ?? platform.Options.Authorization.Categories,
        };

    private static Uri ReturnAddress(HttpRequest request, WeChatPlatform platform, string state)
    {
        var origin = platform.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host.ToUriComponent()}";
        return new Uri($"{origin}{platform.Options.Authorization.Path.TrimEnd('/')}/return?{StateParameter}={state}");
    }

    private static bool IsWeChat(HttpRequest request)
        => request.Headers.UserAgent.ToString().Contains("MicroMessenger", StringComparison.OrdinalIgnoreCase);

    private static string Remark(HttpRequest request)
        => IsWeChat(request)
            ? "授权由帐号管理员在微信中确认，可随时取消。"
            : "请准备好帐号管理员的微信，下一页需要扫码确认。授权可随时取消。";

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "There is no pre_auth_code for platform '{Platform}': '{Reason}' The visitor was asked to come back later.",
            EventName = "NoCode")]
        public static partial void NoCode(ILogger logger, string platform, string reason);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "An account's owner goes to WeChat to authorize platform '{Platform}' ('{Client}').",
            EventName = "Sent")]
        public static partial void Sent(ILogger logger, string platform, AuthorizationClient client);
    }
}
