namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>The cookie that binds a way to WeChat and back to one browser.</summary>
internal static class StateCookie
{
    private const string Name = "wxgw-authorization-";

    // Browsers take a cookie of this prefix only over TLS, for this host alone and for all of its paths: no neighbour can set it.
    private const string HostOnly = "__Host-";

    private const int IdLetters = 8;

    public static void Set(HttpContext context, ReturnState state, string cookie)
        => context.Response.Cookies.Append(NameOf(context.Request, state), cookie, Options(context.Request, ReturnState.Life));

    public static string? Get(HttpRequest request, ReturnState state) => request.Cookies[NameOf(request, state)];

    public static void Remove(HttpContext context, ReturnState state)
        => context.Response.Cookies.Delete(NameOf(context.Request, state), Options(context.Request, TimeSpan.Zero));

    // Two tabs have two cookies.
    private static string NameOf(HttpRequest request, ReturnState state)
        => (request.IsHttps ? HostOnly : "") + Name + state.Id[..Math.Min(IdLetters, state.Id.Length)];

    private static CookieOptions Options(HttpRequest request, TimeSpan life) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,

        // WeChat sends the browser back from another site.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
    };
}
