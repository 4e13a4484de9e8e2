using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Redirects a browser to WeChat's authorize page (网页授权). It stores nothing, so a flood of starts fills nothing up.</summary>
internal sealed class AuthorizeRedirect(IOptionsMonitor<WeChatApiOptions> weChat)
{
    // A cookie may have 3 KiB, and servers take some ten KiB of headers.
    private const int MostCookies = 5;

    // How long a user may take to consent. OAuthStates remembers a used state as long.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Answers a request for the authorize page.</summary>
    public Task AnswerAsync(HttpContext context, WeChatService service)
    {
        if (service.OAuth is not { PublicUrl: { } publicUrl, Path: { Length: > 0 } path })
        {
            return AuthorizeError.NotConfigured().AnswerAsync(context);
        }

        if (!AuthorizeQuery.TryRead(context.Request.QueryString, service.OAuth.ReturnHosts, out var query, out var error))
        {
            return error.AnswerAsync(context);
        }

        var (state, cookie) = new StateCookie(query.State, query.To).Issue(service);
        var response = context.Response;
        var options = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = publicUrl.Scheme == Uri.UriSchemeHttps,
            Path = publicUrl.AbsolutePath.TrimEnd('/') + path,
        };
        foreach (var old in OldCookies(context.Request.Cookies))
        {
            response.Cookies.Delete(old, options);
        }

        response.Cookies.Append(StateCookie.NameOf(state), cookie, new CookieOptions(options) { MaxAge = Lifetime });
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = AuthorizeUrl(service, publicUrl.AbsoluteUri.TrimEnd('/') + path, query.Scope, state);
        response.StatusCode = StatusCodes.Status302Found;
        return Task.CompletedTask;
    }

    // WeChat requires this order of parameters, and the fragment. With connect_redirect it sends the browser back once where it can.
    private string AuthorizeUrl(WeChatService service, string redirectUri, string scope, string state)
        => $"{weChat.CurrentValue.OpenUrl.AbsoluteUri.TrimEnd('/')}/connect/oauth2/authorize"
            + $"?appid={Uri.EscapeDataString(service.Account.AppId.Value)}"
            + $"&redirect_uri={Uri.EscapeDataString(redirectUri)}&response_type=code&scope={scope}&state={state}"
            + (service.Account.Component is { } platform ? $"&component_appid={Uri.EscapeDataString(platform.AppId.Value)}" : "")
            + "&connect_redirect=1#wechat_redirect";

    // Browsers send their oldest cookies first.
    private static IEnumerable<string> OldCookies(IRequestCookieCollection cookies)
    {
        var ours = cookies.Keys.Where(name => StateCookie.IsCookie(name)).ToList();
        return ours.Take(Math.Max(0, ours.Count - (MostCookies - 1)));
    }
}
