using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.Transforms.Pages;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>Takes a browser back from WeChat: the state is checked, the code exchanged, and the browser sent on without the code.</summary>
internal sealed partial class AuthorizationReturn(
    IInvitationKeys keys,
    AuthorizationCodes codes,
    OneTimeUse uses,
    AuthorizerChanges changes,
    IEnumerable<IUnknownAuthorizers> listeners,
    TimeProvider timeProvider,
    ILogger<AuthorizationReturn> logger)
{
    private const string Purpose = "authorization-return";
    private const int LongestCode = 512;

    private readonly IUnknownAuthorizers[] _listeners = [.. listeners];

    /// <summary>Answers the browser.</summary>
    public async Task AnswerAsync(HttpContext context, WeChatPlatform platform)
    {
        var query = context.Request.Query;
        var key = await keys.KeyAsync(context.RequestAborted);
        var state = query["state"].Count == 1
            ? ReturnState.Read(key.Span, query["state"], platform.Account.AppId.Value, timeProvider.GetUtcNow())
            : null;
        if (state is null
            || !state.IsOf(StateCookie.Of(platform, state).Get(context.Request))
            || query["auth_code"].Count != 1
            || query["auth_code"].ToString() is not { Length: > 0 and <= LongestCode } code
            || !await uses.TryUseAsync(Purpose, state.Id, ReturnState.Life, context.RequestAborted))
        {
            Log.Refused(logger, platform.Name);
            await Card.SayAsync(
                context,
                StatusCodes.Status400BadRequest,
                AuthorizationStart.TitleOf(platform),
                "此授权并非由本浏览器发起，或已失效。请重新打开授权链接。",
                "This authorization did not begin in this browser, or too long ago. Please open the link again.");
            return;
        }

        StateCookie.Of(platform, state).Remove(context);

        // The exchange goes on when the browser does not wait for it: the account has authorized already.
        var exchanged = await codes.ExchangeAsync(platform.Account, code, named: null, context.RequestAborted);
        if (!exchanged.TryGet(out var authorization, out var error))
        {
            Log.NotExchanged(logger, platform.Name, error.Message);
            await Card.SayAsync(
                context,
                StatusCodes.Status502BadGateway,
                AuthorizationStart.TitleOf(platform),
                "授权已提交，但暂时无法确认结果。稍后会自动完成；若仍未生效，请重新授权。",
                "WeChat has the authorization, and it cannot be confirmed just now. It is completed later by itself; if not, please try again.");
            return;
        }

        var appId = authorization.AppId.Value;
        if (state.BizAppId is { } invited && invited != appId)
        {
            // WeChat's page offers the invited account only; the caller, who may count on it, learns which account it was.
            Log.Other(logger, platform.Name, appId);
        }

        Log.Returned(logger, platform.Name, appId);
        await TellAsync(platform, authorization.AppId);
        await ConcludeAsync(context, platform, appId, state.State);
    }

    /// <summary>
    /// Has all replicas serve the account, and WeChat asked about it. The event, which does that too, may be late or never come.
    /// </summary>
    private async ValueTask TellAsync(WeChatPlatform platform, AppId appId)
    {
        await changes.PublishAsync(platform.AppId, appId, CancellationToken.None);
        foreach (var listener in _listeners)
        {
            listener.Met(platform, appId);
        }
    }

    private static Task ConcludeAsync(HttpContext context, WeChatPlatform platform, string appId, string? state)
    {
        if (string.IsNullOrEmpty(platform.Options.Authorization.ReturnTo))
        {
            return Card.SayAsync(
                context, StatusCodes.Status200OK, AuthorizationStart.TitleOf(platform), "授权成功，可以关闭此页面。",
                    "Authorized. You can close this page.");
        }

        Dictionary<string, string?> parameters = new() { ["appid"] = appId };
        if (state is not null)
        {
            parameters["state"] = state;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.Location = QueryHelpers.AddQueryString(platform.Options.Authorization.ReturnTo, parameters);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A browser came back from WeChat to platform '{Platform}' without a state of its own, or too late; nothing was exchanged.",
            EventName = "Refused")]
        public static partial void Refused(ILogger logger, string platform);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The code of a browser that came back to platform '{Platform}' was not exchanged: '{Reason}' The event may still bring one.",
            EventName = "NotExchanged")]
        public static partial void NotExchanged(ILogger logger, string platform, string reason);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "The owner of '{AppId}' came back from WeChat and has authorized platform '{Platform}'.",
            EventName = "Returned")]
        public static partial void Returned(ILogger logger, string platform, string appId);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "An invitation of platform '{Platform}' was for one account, and '{AppId}' was authorized.",
            EventName = "OtherAccount")]
        public static partial void Other(ILogger logger, string platform, string appId);
    }
}
