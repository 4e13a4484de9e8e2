namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>OverviewTexts.resx</c>.</summary>
internal sealed class OverviewTexts;
