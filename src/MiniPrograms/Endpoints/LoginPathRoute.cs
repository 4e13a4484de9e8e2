using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>The metadata by which a generated route says which login path it serves.</summary>
internal static class LoginPathRoute
{
    /// <summary>The metadata key; its value is a name of <see cref="LoginPath"/>.</summary>
    public const string Key = "WeChat.LoginPath";

    /// <summary>The part of a route's pattern for everything below the path.</summary>
    public const string Parameter = "path";

    /// <summary>The end of the pattern of a route for everything below its path.</summary>
    public const string Below = "/{**" + Parameter + "}";

    /// <summary>The part of a route's pattern for one thing below the path.</summary>
    public const string Id = "id";

    /// <summary>The end of the pattern of a route for its path, and for one thing below it.</summary>
    public const string OptionalId = "/{" + Id + "?}";

    /// <summary>Returns whether a route serves everything below <see cref="LoginPath.App"/>.</summary>
    public static bool IsApp(RouteConfig route)
        => route.Metadata is { } metadata && metadata.TryGetValue(Key, out var name) && name == nameof(LoginPath.App);

    /// <summary>Returns the path; <see langword="null"/> for any other route.</summary>
    public static LoginPath? Of(RouteConfig route)
        => route.Metadata is { } metadata && metadata.TryGetValue(Key, out var name) && Enum.TryParse<LoginPath>(name, out var path)
            ? path
            : null;
}
