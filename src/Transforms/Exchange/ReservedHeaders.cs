using System.Buffers;
using System.Collections.Frozen;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The headers by which backends know what the gateway proved. The gateway removes those that clients send.</summary>
public static class ReservedHeaders
{
    // Identity headers of other WeChat gateways; backends trust them. User-Agent passes.
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "User-Id", "User-Openid", "User-Unionid", "User-Extra", "User-Mobile", "User-App", "User-Token");

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Most headers begin with another letter, and need no closer look.
    private static readonly SearchValues<char> Initials = SearchValues.Create(
        [.. Names.Append(ServiceHeaders.Prefix).SelectMany(name => $"{char.ToUpperInvariant(name[0])}{char.ToLowerInvariant(name[0])}")]);

    /// <summary>Returns whether a header could pass for one of ours, in whatever spelling.</summary>
    /// <param name="name">The header's name.</param>
    public static bool Include(string name)
    {
        if (name.Length == 0 || !Initials.Contains(name[0]))
        {
            return false;
        }

        var plain = PlainOf(name);
        return plain.StartsWith(ServiceHeaders.Prefix, StringComparison.OrdinalIgnoreCase) || Names.Contains(plain);
    }

    /// <summary>
    /// Returns a name as many frameworks and CGI servers read it: with hyphens for underscores and other signs. Its case is left.
    /// </summary>
    /// <param name="name">The header's name.</param>
    public static string PlainOf(string name) => name.AsSpan().ContainsAnyExcept(Plain) ? WithHyphens(name) : name;

    private static string WithHyphens(string name) => string.Create(name.Length, name, static (letters, name) =>
    {
        for (var index = 0; index < name.Length; index++)
        {
            letters[index] = char.IsAsciiLetterOrDigit(name[index]) ? name[index] : '-';
        }
    });
}
