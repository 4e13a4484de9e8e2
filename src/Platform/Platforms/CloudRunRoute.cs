using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>
/// The routes of pushes from WeChat's cloud hosting. Their paths are wxcomponent's, and name no platform: one of them may have such routes.
/// </summary>
public static class CloudRunRoute
{
    /// <summary>The path of authorization events.</summary>
    internal const string Events = "/wxcallback/component";

    /// <summary>The path of messages.</summary>
    internal const string Messages = "/wxcallback/biz/{appid}";

    private const string Mark = "WeChat.CloudRun";

    private static readonly string[] Methods = [HttpMethods.Post];

    /// <summary>Returns whether a route takes pushes without a signature. The host serves it on a listener of its own.</summary>
    /// <param name="route">The route.</param>
    public static bool Is(RouteConfig route) => route?.Metadata?.ContainsKey(Mark) is true;

    /// <summary>Returns a route.</summary>
    /// <param name="id">The second half of its name.</param>
    /// <param name="path">Its path.</param>
    /// <param name="callback">The callback that takes its pushes.</param>
    /// <param name="cluster">The cluster of the route whose pushes are signed.</param>
    internal static RouteConfig Of(string id, string path, string callback, string cluster) => new()
    {
        RouteId = id,
        ClusterId = cluster,
        Match = new RouteMatch { Path = path, Methods = Methods },
        Metadata = new Dictionary<string, string>
        {
            [WeChatRoute.Service] = callback,
            [WeChatRoute.Exchange] = WeChatRoute.Message,
            [Mark] = "true",
        },
    };
}
