using System.Globalization;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Says in a few words what came of a push.</summary>
internal static class PushSummary
{
    private const int LongestText = 60;

    public static string Of(PushResult result)
    {
        var deliveries = result.Deliveries.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", after {result.Deliveries.Count} deliveries");
        return $"{What(result)}{deliveries}";
    }

    private static string What(PushResult result) => result switch
    {
        { Reply: { IsObject: true } reply } => $"answered with an object, code {reply.ResultCode?.ToString(CultureInfo.InvariantCulture) ?? "none"}",
        { Reply: { IsSilent: true } } => "answered; the user sees nothing",
        { Reply: { MsgType: "text" } reply } => $"the user sees: {Short(reply["Content"] ?? "")}",
        { Reply: { } reply } => $"the user sees a message of type '{reply.MsgType}'",
        _ => $"not answered: {result.Last.Problem}",
    };

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > LongestText ? $"{line[..LongestText]}…" : line;
    }
}
