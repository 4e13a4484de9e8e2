using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace WxYarpGateway.Console.Layouts;

/// <summary>How pages come to the browser.</summary>
internal static class PageRendering
{
    /// <summary>The cookie in which the browser says whether its page is dark.</summary>
    public const string DarkCookie = "wxgw-dark";

    /// <summary>The cookie in which the browser names its time zone.</summary>
    public const string ZoneCookie = "wxgw-zone";

    // Without prerendering a page begins once, not twice, and asks the gateways once.
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    /// <summary>
    /// Returns the mode of a page: over a circuit, or as plain HTML when it has <c>[ExcludeFromInteractiveRouting]</c>.
    /// </summary>
    public static IComponentRenderMode? Of(HttpContext context) => context.AcceptsInteractiveRouting() ? Interactive : null;

    /// <summary>Returns whether the page begins dark.</summary>
    public static bool BeginsDark(HttpContext context) => context.Request.Cookies[DarkCookie] == "1";

    /// <summary>Returns the browser's time zone, such as <c>Asia/Shanghai</c>; null on its very first visit.</summary>
    public static string? ZoneOf(HttpContext context)
        => context.Request.Cookies[ZoneCookie] is { } zone ? Uri.UnescapeDataString(zone) : null;
}
