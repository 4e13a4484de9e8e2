using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>The routes of a platform's pages: their paths, and the metadata by which the middleware knows them.</summary>
internal static class PageRoute
{
    /// <summary>
    /// What is exchanged on the routes, and the second half of the name of the one cluster that they share and never use.
    /// </summary>
    public const string Exchange = "authorize";

    private const string Page = "WeChat.Page";

    /// <summary>Returns the routes of the pages at a path.</summary>
    public static IEnumerable<RouteConfig> Of(string platform, string path)
        => Enum.GetValues<AuthorizationPage>().Select(page => new RouteConfig
        {
            RouteId = WeChatRoute.IdOf(platform, page == AuthorizationPage.Pc ? Exchange : $"{Exchange}-{NameOf(page)}"),
            ClusterId = WeChatRoute.IdOf(platform, Exchange),
            Match = new RouteMatch { Path = PathOf(path, page) },
            Metadata = new Dictionary<string, string>
            {
                [WeChatRoute.Service] = platform,
                [WeChatRoute.Exchange] = Exchange,
                [Page] = page.ToString(),
            },
        });

    /// <summary>Returns the platform whose page a route serves; <see langword="null"/> for any other route.</summary>
    public static string? PlatformOf(RouteConfig route) => WeChatRoute.ServiceOf(route, Exchange);

    /// <summary>Returns which page a route serves.</summary>
    public static AuthorizationPage PageOf(RouteConfig route)
        => Enum.TryParse<AuthorizationPage>(route.Metadata?.GetValueOrDefault(Page), out var page) ? page : AuthorizationPage.Pc;

    /// <summary>Returns the path of a page.</summary>
    public static string PathOf(string path, AuthorizationPage page)
        => page == AuthorizationPage.Pc ? path : $"{path.TrimEnd('/')}/{NameOf(page)}";

    private static string NameOf(AuthorizationPage page) => page == AuthorizationPage.H5 ? "h5" : "return";
}
