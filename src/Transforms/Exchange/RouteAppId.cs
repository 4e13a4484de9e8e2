using System.Buffers;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The AppId that a push's path may name, and the names that a backend's path may get.</summary>
internal static class RouteAppId
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Returns whether a text is 1 to 64 letters, digits, underscores and hyphens.</summary>
    public static bool IsValid(string text) => text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(Characters);
}
