using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>
/// The cookie of a session: <c>__Host-wxgw</c> over TLS, <c>wxgw</c> on this machine without, and none anywhere else.
/// </summary>
internal sealed class SessionCookie : ICookieManager
{
    /// <summary>The name over TLS. A browser takes it from this host alone, for all of its paths.</summary>
    public const string Name = "__Host-wxgw";

    /// <summary>The name without TLS, on this machine.</summary>
    public const string PlainName = "wxgw";

    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>Returns whether a session may be carried by this connection.</summary>
    public static bool IsSafe(HttpContext context) => NameFor(context) is not null;

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key)
        => NameFor(context) is { } name ? _cookies.GetRequestCookie(context, name) : null;

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        if (NameFor(context) is { } name)
        {
            _cookies.AppendResponseCookie(context, name, value, For(context, options));
        }
    }

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        if (NameFor(context) is { } name)
        {
            _cookies.DeleteCookie(context, name, For(context, options));
        }
    }

    private static CookieOptions For(HttpContext context, CookieOptions options) => new(options)
    {
        Secure = context.Request.IsHttps,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Domain = null,
    };

    private static string? NameFor(HttpContext context)
        => context.Request.IsHttps ? Name : IsThisMachine(context) ? PlainName : null;

    private static bool IsThisMachine(HttpContext context)
    {
        var host = context.Request.Host.Host.Trim('[', ']');
        return context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
            && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));
    }
}
