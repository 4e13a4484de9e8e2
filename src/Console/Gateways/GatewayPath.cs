using System.Globalization;

namespace WxYarpGateway.Console.Gateways;

/// <summary>
/// A path of the internal API, with its query. What people type is escaped, so it stays one segment or one value.
/// </summary>
public readonly record struct GatewayPath
{
    private GatewayPath(string text)
    {
        Text = text;
    }

    /// <summary>Gets the path as it is sent, such as <c>/records/shop?limit=50</c>.</summary>
    public string Text { get; }

    /// <summary>Returns the path of these segments.</summary>
    public static GatewayPath Of(params ReadOnlySpan<string> segments)
    {
        var text = "";
        foreach (var segment in segments)
        {
            // Escaped or not, "." and ".." would leave the path.
            if (!IsSegment(segment))
            {
                throw new ArgumentException($"'{segment}' is not a segment of a path.", nameof(segments));
            }

            text += "/" + Uri.EscapeDataString(segment);
        }

        return new GatewayPath(text);
    }

    /// <summary>Returns whether a text can be a segment of a path.</summary>
    public static bool IsSegment(string text) => text is not ("" or "." or "..");

    /// <summary>Returns the path with one more parameter; without it when the value is null or empty.</summary>
    public GatewayPath With(string name, string? value)
        => string.IsNullOrEmpty(value)
            ? this
            : new GatewayPath($"{Text}{(Text.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}");

    /// <summary>Returns the path with one more parameter that is a number.</summary>
    public GatewayPath With(string name, int value) => With(name, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
