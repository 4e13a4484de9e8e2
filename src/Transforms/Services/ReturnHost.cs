using System.Buffers;
using System.Globalization;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A host that a redirect may return to.</summary>
/// <param name="Name">The host name or IPv4 address, ASCII only.</param>
/// <param name="Port">The port; <see langword="null"/> for the scheme's default port.</param>
internal readonly record struct ReturnHost(string Name, int? Port)
{
    // Only characters that browsers leave as they are. Browsers map Unicode letters and percent signs to other characters.
    private static readonly SearchValues<char> InNames
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Returns the host; <see langword="null"/> when the text is not <c>name</c> or <c>name:port</c>.</summary>
    public static ReturnHost? Parse(string? text)
    {
        var (name, port) = (text ?? "").Split(':') switch
        {
            [var host] => (host, (int?)0),
            [var host, var digits] when TryParsePort(digits, out var number) => (host, number),
            _ => ("", null),
        };
        return port is not null && IsName(name) ? new ReturnHost(name, port == 0 ? null : port) : null;
    }

    /// <summary>Returns whether a URL with the given host and port leads to this host.</summary>
    /// <param name="target">The host and port of the URL.</param>
    /// <param name="portOfScheme">The default port of the URL's scheme.</param>
    public bool Allows(ReturnHost target, int portOfScheme)
        => Name.Equals(target.Name, StringComparison.OrdinalIgnoreCase) && (Port ?? portOfScheme) == (target.Port ?? portOfScheme);

    private static bool TryParsePort(string digits, out int port)
        => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && digits.Length <= 5
            && port is > 0 and <= ushort.MaxValue;

    private static bool IsName(string name)
        => name.Length is > 0 and <= 253
            && !name.AsSpan().ContainsAnyExcept(InNames)
            && !name.StartsWith('.')
            && !name.EndsWith('.');
}
