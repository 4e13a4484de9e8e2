using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>The cookie that binds a way to WeChat and back to one browser.</summary>
internal static class StateCookie
{
    private const string Name = "wxgw-authorization-";

    // Browsers take a cookie of this prefix only over TLS, for this host alone and for all of its paths: no neighbour can set it.
    private const string HostOnly = "__Host-";

    private const int IdLetters = 8;

    public static void Set(HttpContext context, WeChatPlatform platform, ReturnState state, string cookie)
    {
        var isSecure = IsSecure(context.Request, platform);
        context.Response.Cookies.Append(NameOf(isSecure, state), cookie, Options(isSecure, ReturnState.Life));
    }

    public static string? Get(HttpRequest request, WeChatPlatform platform, ReturnState state)
        => request.Cookies[NameOf(IsSecure(request, platform), state)];

    public static void Remove(HttpContext context, WeChatPlatform platform, ReturnState state)
    {
        var isSecure = IsSecure(context.Request, platform);
        context.Response.Cookies.Delete(NameOf(isSecure, state), Options(isSecure, TimeSpan.Zero));
    }

    // Behind a proxy that ends TLS, the request itself may not show it.
    private static bool IsSecure(HttpRequest request, WeChatPlatform platform)
        => platform.PublicUrl is { } url ? url.Scheme == Uri.UriSchemeHttps : request.IsHttps;

    // Two tabs have two cookies.
    private static string NameOf(bool isSecure, ReturnState state)
        => (isSecure ? HostOnly : "") + Name + state.Id[..Math.Min(IdLetters, state.Id.Length)];

    private static CookieOptions Options(bool isSecure, TimeSpan life) => new()
    {
        HttpOnly = true,
        Secure = isSecure,

        // WeChat sends the browser back from another site.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
    };
}
