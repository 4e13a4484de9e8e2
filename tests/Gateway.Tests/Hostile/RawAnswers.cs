using System.Globalization;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>Everything that came back on a connection, byte for byte.</summary>
public sealed partial record RawAnswers(string Text)
{
    /// <summary>Gets the status of each answer, in their order. <c>100 Continue</c> is one.</summary>
    public IReadOnlyList<int> Statuses
        => [.. StatusLine().Matches(Text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>Gets the only answer without what differs from one second to the next.</summary>
    public string Undated => Date().Replace(Text, "Date: now\r\n");

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"Date: [^\r\n]*\r\n")]
    private static partial Regex Date();
}
