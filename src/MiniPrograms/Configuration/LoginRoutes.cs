using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.MiniPrograms.Configuration;

/// <summary>Generates the routes of the login paths. They serve all mini programs; the request says which one.</summary>
internal static class LoginRoutes
{
    /// <summary>What owns the paths, in errors.</summary>
    private const string Owner = "login";

    // A slash is in no service's name, so nobody else has these names.
    private const string Prefix = "login/";

    /// <summary>The one cluster that the routes share. A route of YARP's needs one; requests go to the mini program's own.</summary>
    private const string SharedCluster = Prefix + "paths";

    // mpapi's spelling, which backends have in WeChat's console.
    private const string MisspeltReceive = "/message_recieve";

    private static readonly string[] PushMethods = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>Gets the cluster.</summary>
    public static KindCluster Cluster { get; } = new(Owner, SharedCluster, Backend: null);

    /// <summary>Returns the routes.</summary>
    /// <param name="section">The full path of the section with the paths.</param>
    /// <param name="paths">The paths that are served.</param>
    /// <param name="apps">The mini programs of the configuration.</param>
    public static IEnumerable<KindRoute> Of(string section, IReadOnlyDictionary<LoginPath, string> paths, IReadOnlyList<LoginApp> apps)
    {
        foreach (var (path, text) in paths)
        {
            var setting = $"{section}:{path}";
            switch (path)
            {
                case LoginPath.App:
                    yield return new KindRoute(Owner, setting, AppRoute(text));
                    break;
                case LoginPath.Receive:
                    foreach (var route in ReceiveRoutes(text, apps))
                    {
                        yield return new KindRoute(Owner, setting, route);
                    }

                    break;
                case LoginPath.Notify:
                    yield return new KindRoute(Owner, setting, Route(path, text + LoginPathRoute.OptionalId));
                    break;
                default:
                    yield return new KindRoute(Owner, setting, Route(path, text));
                    break;
            }
        }
    }

    private static RouteConfig Route(LoginPath path, string text) => new()
    {
        RouteId = Prefix + path,
        ClusterId = SharedCluster,
        Match = new RouteMatch { Path = text },
        Metadata = new Dictionary<string, string> { [LoginPathRoute.Key] = path.ToString() },
    };

    // Backends take uploads of any size, and set their own limits.
    private static RouteConfig AppRoute(string text) => new()
    {
        RouteId = Prefix + LoginPath.App,
        ClusterId = SharedCluster,
        Match = new RouteMatch { Path = text + LoginPathRoute.Below },
        MaxRequestBodySize = -1,
        Metadata = new Dictionary<string, string>
        {
            [WeChatRoute.Exchange] = WeChatRoute.Login,
            [LoginPathRoute.Key] = nameof(LoginPath.App),
        },
        Transforms = [new Dictionary<string, string> { ["PathRemovePrefix"] = text }],
    };

    // The push path of each service under another name: its route and cluster, chosen by the query.
    private static IEnumerable<RouteConfig> ReceiveRoutes(string text, IReadOnlyList<LoginApp> apps)
        => from app in apps
           from path in new[] { text, MisspeltReceive }.Distinct()
           select new RouteConfig
           {
               RouteId = $"{app.Service}/{(path == text ? "receive" : "recieve")}",
               ClusterId = WeChatRoute.IdOf(app.Service, WeChatRoute.Message),
               Match = new RouteMatch
               {
                   Path = path,
                   Methods = PushMethods,
                   QueryParameters = [new RouteQueryParameter { Name = "appid", Values = [app.AppId.Value], IsCaseSensitive = true }],
               },
               Metadata = new Dictionary<string, string>
               {
                   [WeChatRoute.Service] = app.Service,
                   [WeChatRoute.Exchange] = WeChatRoute.Message,
               },
           };
}
