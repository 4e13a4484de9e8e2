using System.Globalization;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Summarizes the result of a push in a few words.</summary>
internal static class PushSummary
{
    private const int LongestText = 60;

    public static string Of(PushResult result) => result switch
    {
        { Reply: { IsObject: true } reply } => $"answered with a result object{After(result)}: {Short(reply.Text)}",
        { Reply: { IsSilent: true } } => $"answered{After(result)}; the user sees nothing",
        { Reply: { MsgType: "text" } reply } => $"the user sees{After(result)}: {Short(reply["Content"] ?? "")}",
        { Reply: { } reply } => $"the user sees a message of type '{reply.MsgType}'{After(result)}",
        _ => $"not answered{After(result)}: {result.Last.Problem}",
    };

    private static string After(PushResult result) =>
        result.Deliveries.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" after {result.Deliveries.Count} deliveries");

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > LongestText ? $"{line[..LongestText]}…" : line;
    }
}
