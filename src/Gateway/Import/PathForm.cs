using System.Buffers;

namespace WxYarpGateway.Gateway.Import;

/// <summary>Knows which of go-wx-gateway's paths can be served here.</summary>
internal static class PathForm
{
    // What gives a path another meaning to YARP's routes, or never reaches them.
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("{}*?#");

    // Endpoints take these neither.
    private static readonly SearchValues<char> NotInEndpoints = SearchValues.Create("%\\");

    /// <summary>Returns the path of a service as it can be served; empty when it cannot be.</summary>
    public static Found<string> OfService(Found<string> found)
        => Served(found, path => !path.AsSpan().ContainsAny(NotInPaths) && !path.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)));

    /// <summary>Returns the path of an endpoint as it can be served; empty when it cannot be.</summary>
    public static Found<string> OfEndpoint(Found<string> found)
        => Served(found, path => path.Trim('/').Length > 0 && !path.AsSpan().ContainsAny(NotInPaths) && !path.AsSpan().ContainsAny(NotInEndpoints)
            && !path.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)));

    /// <summary>Returns what two paths have in common when requests for one are requests for the other.</summary>
    public static string Same(string path) => path.Trim('/').ToUpperInvariant();

    private static Found<string> Served(Found<string> found, Predicate<string> canBeServed)
    {
        var path = Hints.WithoutExplanation(found);
        if (path.Value.Length == 0)
        {
            return path;
        }

        if (!path.Value.StartsWith('/'))
        {
            path = path.Becoming("/" + path.Value, "the path had no slash at its beginning, so it was never reached");
        }

        // go-wx-gateway's router took a segment that begins with a colon for a parameter.
        var isPattern = path.Value.Contains("//", StringComparison.Ordinal) || path.Value.Contains("/:", StringComparison.Ordinal);
        return isPattern || !canBeServed(path.Value) ? path.Becoming("", $"fill in another path: {CommentText.Quote(path.Value)} cannot be served here") : path;
    }
}
