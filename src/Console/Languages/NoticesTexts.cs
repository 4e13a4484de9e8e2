namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>NoticesTexts.resx</c>.</summary>
internal sealed class NoticesTexts;
