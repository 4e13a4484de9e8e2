using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WxYarpGateway.Demo;

/// <summary>Prints lines, whole groups at a time, and lays out XML and JSON for people.</summary>
internal sealed partial class Printout(TextWriter output)
{
    private const int LongestLine = 110;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    // Backends speak from their own threads while the stage waits for a reply.
    private readonly Lock _gate = new();

    public void Write(params IEnumerable<string> lines)
    {
        lock (_gate)
        {
            foreach (var line in lines)
            {
                output.WriteLine(line);
            }
        }
    }

    /// <summary>Prints a body below the line that says whose it is.</summary>
    public void WriteBody(params IEnumerable<string> lines)
        => Write(lines.Select(line => line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine), "…")).Select(
            line => "      " + line));

    /// <summary>Returns the line of who sends what to whom.</summary>
    public static string Arrow(string from, string to, string what) => $"  {$"{from} ──▶ {to}",-21} {what}";

    public static string[] OfXml(string text)
    {
        try
        {
            return XElement.Parse(text).ToString().Split('\n');
        }
        catch (System.Xml.XmlException)
        {
            // "success" and JSON are shown as they are.
            return [text];
        }
    }

    public static string[] OfJson(string json)
        => json.Length == 0 ? ["(nothing)"]
            : WithEmoji(JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Indented)).Split('\n');

    /// <summary>The framework's most relaxed encoder still escapes what lies beyond 16 bits.</summary>
    private static string WithEmoji(string json)
        => SurrogatePair().Replace(json, pair => new string([Unit(pair.Groups[1].Value), Unit(pair.Groups[2].Value)]));

    private static char Unit(string hexadecimal) => (char)ushort.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")]
    private static partial Regex SurrogatePair();
}
