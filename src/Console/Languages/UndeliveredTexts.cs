namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>UndeliveredTexts.resx</c>.</summary>
internal sealed class UndeliveredTexts;
