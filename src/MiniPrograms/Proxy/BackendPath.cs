using System.Buffers;
using WxYarpGateway.MiniPrograms.Endpoints;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>The path of a request below the login proxy's prefix, as the backend gets it.</summary>
internal static class BackendPath
{
    // Servers resolve steps back before they look for a route, in either spelling; a fragment belongs to no request.
    private static readonly SearchValues<string> Ambiguous = SearchValues.Create(["/.", "/%2E", "#"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the path, decoded except for slashes.</summary>
    public static string Of(HttpContext context)
        => context.Request.RouteValues[LoginPathRoute.Parameter] is string { Length: > 0 } path ? "/" + path : "/";

    /// <summary>
    /// Returns path and query exactly as the client wrote them, without the prefix; <see langword="null"/> when the server has read them in
    /// another way, so that they are to be written anew.
    /// </summary>
    public static string? AsWritten(string target, string prefix)
    {
        if (!target.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || target.AsSpan().ContainsAny(Ambiguous))
        {
            return null;
        }

        var rest = target[prefix.Length..];
        return rest.Length == 0 ? "/"
            : rest[0] == '/' ? rest
            : rest[0] == '?' ? "/" + rest
            : null;
    }
}
