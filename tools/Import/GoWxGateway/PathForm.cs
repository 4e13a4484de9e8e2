using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Checks which paths of go-wx-gateway the gateway can serve.</summary>
internal static class PathForm
{
    /// <summary>Returns the path for a service's messages as it can be served; empty when it cannot be.</summary>
    public static Found<string> OfMessages(Found<string> found)
        => Served(found, PathRules.IsMessagePath);

    /// <summary>Returns the path for a service's redirects as it can be served; empty when it cannot be.</summary>
    public static Found<string> OfOAuth(Found<string> found) => Served(found, PathRules.IsOAuthPath);

    /// <summary>Returns the path of an endpoint as it can be served; empty when it cannot be.</summary>
    public static Found<string> OfEndpoint(Found<string> found)
        => Served(found, path => path.Trim('/').Length > 0 && PathRules.IsEndpointPath(path));

    /// <summary>Returns a form that is equal for two paths that serve the same requests.</summary>
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
        return isPattern || !canBeServed(path.Value)
            ? path.Becoming("", $"fill in another path: {CommentText.Quote(path.Value)} cannot be served here")
            : path;
    }
}
