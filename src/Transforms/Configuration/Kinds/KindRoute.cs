using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>A route of a service of a kind with options of its own.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Setting">The full path of the key that has the route's path.</param>
/// <param name="Route">The route. Its path must belong to no other service.</param>
public sealed record KindRoute(string Service, string Setting, RouteConfig Route);
