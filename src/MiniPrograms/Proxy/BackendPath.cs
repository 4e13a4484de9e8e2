namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>The path of a request below the login proxy's prefix, as the backend gets it.</summary>
internal static class BackendPath
{
    /// <summary>The name of the route's part for everything below the prefix.</summary>
    public const string Parameter = "path";

    /// <summary>Returns the path, with its slash at the beginning; encoded slashes are left.</summary>
    public static string Of(HttpContext context)
        => context.Request.RouteValues[Parameter] is string { Length: > 0 } path ? "/" + path : "/";
}
