namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Tells which paths of a backend need a login.</summary>
/// <remarks>
/// Backends read a path in different ways: some decode <c>%2F</c>, some ignore case, doubled slashes, or what follows a semicolon. A path
/// needs a login when any of these readings does.
/// </remarks>
internal sealed class RequiredPaths
{
    private const string Below = "/*";

    private readonly (string Path, bool IsPrefix)[] _patterns;

    public RequiredPaths(IReadOnlyList<string> patterns)
        => _patterns = [.. patterns.Select(pattern => pattern.EndsWith(Below, StringComparison.Ordinal)
            ? (pattern[..^Below.Length], true)
            : (pattern.TrimEnd('/'), false))];

    /// <summary>Gets a value indicating whether any path needs a login.</summary>
    public bool Any => _patterns.Length > 0;

    /// <summary>Returns whether a path needs a login.</summary>
    /// <param name="path">The path as the backend gets it, decoded except for slashes.</param>
    public bool Include(string path)
        => Any && (Matches(path.TrimEnd('/')) || (LenientPath.IsAmbiguous(path) && Matches(LenientPath.Of(path))));

    private bool Matches(string path)
    {
        foreach (var (pattern, isPrefix) in _patterns)
        {
            var isWithin = path.StartsWith(pattern, StringComparison.OrdinalIgnoreCase)
                && (path.Length == pattern.Length || (isPrefix && path[pattern.Length] == '/'));
            if (isWithin)
            {
                return true;
            }
        }

        return false;
    }
}
