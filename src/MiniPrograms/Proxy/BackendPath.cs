using System.Buffers;
using WxYarpGateway.MiniPrograms.Endpoints;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>The path of a request below the login proxy's prefix, as the backend gets it.</summary>
internal static class BackendPath
{
    // Servers resolve steps back before they look for a route, in either spelling; a fragment belongs to no request.
    private static readonly SearchValues<string> Ambiguous = SearchValues.Create(["/.", "/%2E", "#"], StringComparison.OrdinalIgnoreCase);

    // Over HTTP/2 a path may have blanks. In a request line of HTTP/1.1 it would end there.
    private const char First = '!';
    private const char Last = '~';

    /// <summary>Returns the path, decoded except for slashes.</summary>
    public static string Of(HttpContext context)
        => context.Request.RouteValues[LoginPathRoute.Parameter] is string { Length: > 0 } path ? "/" + path : "/";

    /// <summary>
    /// Returns path and query exactly as the client wrote them, without the prefix; <see langword="null"/> when the server has read them in
    /// another way, so that they are to be written anew.
    /// </summary>
    public static string? AsWritten(string target, string prefix)
    {
        if (!target.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            || target.AsSpan().ContainsAnyExceptInRange(First, Last)
            || target.AsSpan().ContainsAny(Ambiguous))
        {
            return null;
        }

        var rest = target[prefix.Length..];
        return rest.Length == 0 ? "/"
            : rest[0] == '/' ? rest
            : rest[0] == '?' ? "/" + rest
            : null;
    }

    /// <summary>Returns path and query, written anew.</summary>
    public static string Anew(PathString path, QueryString query)
        => (path.HasValue ? path.ToUriComponent() : "/") + Encoded(query.ToUriComponent());

    private static string Encoded(string query)
        => !query.AsSpan().ContainsAnyExceptInRange(First, Last) ? query
            : string.Concat(query.Select(letter => letter is >= First and <= Last ? $"{letter}" : Uri.EscapeDataString($"{letter}")));
}
