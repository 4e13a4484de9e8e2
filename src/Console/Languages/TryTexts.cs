namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>TryTexts.resx</c>.</summary>
internal sealed class TryTexts;
