using System.Globalization;
using System.Text;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>
/// Tells who changes something: the API key, and the person whom a key with the scope <c>actor:name</c> names in the header
/// <c>X-WeChat-Actor</c>. The header of any other caller counts for nothing.
/// </summary>
internal static class Caller
{
    /// <summary>The header: the person's name, its UTF-8 percent-encoded.</summary>
    public const string Header = "X-WeChat-Actor";

    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 64;

    // What Unicode allows in a name of 64 characters, each byte of it encoded.
    private const int LongestEncoded = Longest * 4 * 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns who calls; <see langword="null"/> after answering that the header is none.</summary>
    public static async Task<ChangedBy?> ReadAsync(HttpContext context)
    {
        var key = ApiKeyIdentity.Of(context);
        var header = context.Request.Headers[Header];
        if (key is null || !key.Has(ApiKeyOptions.ActorName) || header.Count == 0)
        {
            return new ChangedBy(key?.Name ?? "", "");
        }

        if (header is [{ } text] && NameOf(text) is { } person)
        {
            return new ChangedBy(key.Name, person);
        }

        var error = new RequestError(Header, $"must be one name of 1 to {Longest} visible characters, percent-encoded");
        await ErrorWriter.WriteAsync(context, GatewayError.Refused([error]));
        return null;
    }

    /// <summary>Returns the name in a header; <see langword="null"/> when it is none.</summary>
    internal static string? NameOf(string header)
    {
        if (header.Length > LongestEncoded || !header.All(char.IsAscii) || Decode(header) is not { } name)
        {
            return null;
        }

        return name.Length is > 0 and <= Longest && name == name.Trim() && name.EnumerateRunes().All(IsVisible) ? name : null;
    }

    private static string? Decode(string header)
    {
        var bytes = new byte[header.Length];
        var length = 0;
        for (var at = 0; at < header.Length; at++, length++)
        {
            if (header[at] != '%')
            {
                bytes[length] = (byte)header[at];
            }
            else if (at + 2 < header.Length
                && byte.TryParse(header.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                (bytes[length], at) = (value, at + 2);
            }
            else
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Format characters could turn what stands beside the name around.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
