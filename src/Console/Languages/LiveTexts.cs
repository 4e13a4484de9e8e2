namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>LiveTexts.resx</c>.</summary>
internal sealed class LiveTexts;
