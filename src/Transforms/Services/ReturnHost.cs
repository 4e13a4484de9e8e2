using System.Buffers;
using System.Globalization;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A host that a redirect may end at.</summary>
/// <param name="Name">Its name or IPv4 address, ASCII only.</param>
/// <param name="Port">Its port; <see langword="null"/> for the scheme's own.</param>
internal readonly record struct ReturnHost(string Name, int? Port)
{
    // What a browser takes for a host as it stands. Unicode has many ways to write a letter, and percent signs hide some.
    private static readonly SearchValues<char> InNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Returns the host, or <see langword="null"/> when the text is none.</summary>
    public static ReturnHost? Parse(string? text)
    {
        var (name, port) = (text ?? "").Split(':') switch
        {
            [var host] => (host, (int?)0),
            [var host, { Length: > 0 and <= 5 } digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue => (host, number),
            _ => ("", null),
        };
        var isHost = port is not null && name.Length is > 0 and <= 253 && !name.AsSpan().ContainsAnyExcept(InNames) && !name.StartsWith('.') && !name.EndsWith('.');
        return isHost ? new ReturnHost(name, port == 0 ? null : port) : null;
    }

    /// <summary>Returns whether an address with this host and port, of a scheme with that port of its own, leads here.</summary>
    public bool Allows(ReturnHost target, int portOfScheme)
        => Name.Equals(target.Name, StringComparison.OrdinalIgnoreCase) && (Port ?? portOfScheme) == (target.Port ?? portOfScheme);
}
