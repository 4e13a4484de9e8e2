namespace WxYarpGateway.Transforms.Pages;

/// <summary>A cookie that binds what began on a page to one browser.</summary>
/// <param name="Name">Its name, without the prefix that says how it is bound.</param>
/// <param name="PublicUrl">The URL at which browsers reach the gateway; <see langword="null"/> to go by the request.</param>
public sealed record BrowserCookie(string Name, Uri? PublicUrl)
{
    // Browsers take a cookie of this prefix only over TLS, for this host alone and for all of its paths: no neighbour can set it.
    private const string HostOnly = "__Host-";

    /// <summary>Gives the browser the cookie.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="value">The value.</param>
    /// <param name="life">How long the browser keeps it.</param>
    public void Set(HttpContext context, string value, TimeSpan life)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(NameFor(context.Request), value, OptionsFor(context.Request, life));
    }

    /// <summary>Returns the browser's value; <see langword="null"/> when it has none.</summary>
    /// <param name="request">The browser's request.</param>
    public string? Get(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Cookies[NameFor(request)];
    }

    /// <summary>Takes the cookie from the browser.</summary>
    /// <param name="context">The browser's request.</param>
    public void Remove(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(NameFor(context.Request), OptionsFor(context.Request, TimeSpan.Zero));
    }

    // Behind a proxy that ends TLS, the request itself may not show it.
    private bool IsSecure(HttpRequest request) => PublicUrl is { } url ? url.Scheme == Uri.UriSchemeHttps : request.IsHttps;

    private string NameFor(HttpRequest request) => (IsSecure(request) ? HostOnly : "") + Name;

    private CookieOptions OptionsFor(HttpRequest request, TimeSpan life) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(request),

        // WeChat sends browsers back from another site.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
    };
}
