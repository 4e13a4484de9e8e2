namespace WxYarpGateway.Simulator.MiniPrograms.ContentChecks;

/// <summary>What WeChat thinks of content that contains a text; a media file's content is its URL.</summary>
/// <param name="Contains">The text.</param>
/// <param name="Suggest"><c>risky</c>, <c>review</c> or <c>pass</c>.</param>
/// <param name="Label">Why: 20001 politics, 20002 pornography, 20003 abuse, 20006 crime, 20008 fraud, 21000 other, …; 100 nothing.</param>
public sealed record ContentVerdict(string Contains, string Suggest, int Label = 21000)
{
    internal static readonly ContentVerdict Harmless = new("", "pass", 100);
}
