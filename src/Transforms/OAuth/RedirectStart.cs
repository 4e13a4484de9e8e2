using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Sends a browser to WeChat's authorize page. It keeps nothing, so nobody can fill anything up by starting redirects.</summary>
internal sealed class RedirectStart(IOptionsMonitor<WeChatApiOptions> weChat)
{
    // Each may be 3 KiB, and servers take some ten of headers altogether.
    private const int MostRedirectsAtATime = 5;

    // As long as a user may take to consent. The state is remembered as long once it was used.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Answers a request to start.</summary>
    public Task AnswerAsync(HttpContext context, WeChatService service)
    {
        if (service.OAuth is not { PublicUrl: { } publicUrl, Path: { Length: > 0 } path })
        {
            return StartError.NotConfigured().AnswerAsync(context);
        }

        if (!StartQuery.TryRead(context.Request.QueryString, service.OAuth.ReturnHosts, out var query, out var error))
        {
            return error.AnswerAsync(context);
        }

        var (state, cookie) = new StartedRedirect(query.State, query.To).Begin(service);
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

        response.Cookies.Append(StartedRedirect.CookieName(state), cookie, new CookieOptions(options) { MaxAge = Lifetime });
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = AuthorizeUrl(service, publicUrl.AbsoluteUri.TrimEnd('/') + path, query.Scope, state);
        response.StatusCode = StatusCodes.Status302Found;
        return Task.CompletedTask;
    }

    // WeChat wants the parameters in this order, and the fragment. With connect_redirect it sends the browser back once where it can.
    private string AuthorizeUrl(WeChatService service, string redirectUri, string scope, string state)
        => $"{weChat.CurrentValue.OpenUrl.AbsoluteUri.TrimEnd('/')}/connect/oauth2/authorize?appid={Uri.EscapeDataString(service.Account.AppId.Value)}"
            + $"&redirect_uri={Uri.EscapeDataString(redirectUri)}&response_type=code&scope={scope}&state={state}"
            + "&connect_redirect=1#wechat_redirect";

    // Browsers send those that they got first, first.
    private static IEnumerable<string> OldCookies(IRequestCookieCollection cookies)
    {
        var ours = cookies.Keys.Where(name => StartedRedirect.IsCookie(name)).ToList();
        return ours.Take(Math.Max(0, ours.Count - (MostRedirectsAtATime - 1)));
    }
}
