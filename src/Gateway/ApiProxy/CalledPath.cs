using System.Buffers;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Reads which API of WeChat's a caller names: as WeChat will read it, or not at all.</summary>
internal static class CalledPath
{
    // Kestrel has decoded the path once. WeChat or an HTTP client may decode it again: to a slash, or to dots that leave the folder.
    private static readonly SearchValues<char> Ambiguous = SearchValues.Create(
        ['%', '\\', .. Enumerable.Range(0, ' ').Select(code => (char)code), '\u007f']);

    /// <summary>Returns false for a path that could be read in two ways; else true, with each run of slashes made one.</summary>
    public static bool TryFold(string path, out string folded)
    {
        folded = path;
        if (path.AsSpan().ContainsAny(Ambiguous))
        {
            return false;
        }

        // Most paths have nothing that is to be looked at closely: no empty segment, and none that begins with a dot.
        if (!path.StartsWith('.') && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
        {
            return true;
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var end = path.EndsWith('/') && segments.Length > 0 ? "/" : "";
        folded = path.Contains("//", StringComparison.Ordinal) ? $"/{string.Join('/', segments)}{end}" : path;

        // A server that takes path parameters reads "..;" as "..".
        return !segments.Any(segment => segment.Split(';')[0] is "." or "..");
    }

    /// <summary>Returns the path below the service's prefix, as the route found it.</summary>
    public static string BelowPrefix(HttpContext context)
        => context.GetRouteValue("path") is string path ? $"/{path.TrimStart('/')}" : context.Request.Path.Value ?? "/";
}
