using System.Text;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Carries bytes through a string to the answer: raw control characters and broken UTF-8, as WeChat sends at times.</summary>
public static partial class RawText
{
    // Each byte is a character of Unicode's private-use area.
    private const char First = '\uEE00';
    private const char Last = '\uEEFF';

    /// <summary>Returns a string that is sent as these bytes; quotes and backslashes among them are not escaped.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            text.Append((char)(First + value));
        }

        return text.ToString();
    }

    /// <summary>Encodes JSON as UTF-8, except the raw bytes that its strings carry.</summary>
    internal static byte[] Encode(string json)
    {
        if (!Escaped().IsMatch(json) && json.AsSpan().IndexOfAnyInRange(First, Last) < 0)
        {
            return Encoding.UTF8.GetBytes(json);
        }

        var text = Escaped().Replace(json, match => ((char)Convert.ToInt32(match.Value[2..], 16)).ToString());
        using var bytes = new MemoryStream();
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange(First, Last) is var index and >= 0)
        {
            bytes.Write(Encoding.UTF8.GetBytes(rest[..index].ToString()));
            bytes.WriteByte((byte)(rest[index] - First));
            rest = rest[(index + 1)..];
        }

        bytes.Write(Encoding.UTF8.GetBytes(rest.ToString()));
        return bytes.ToArray();
    }

    // The JSON serializer escapes characters of the private-use area.
    [System.Text.RegularExpressions.GeneratedRegex(@"\\u[Ee][Ee][0-9A-Fa-f]{2}")]
    private static partial System.Text.RegularExpressions.Regex Escaped();
}
