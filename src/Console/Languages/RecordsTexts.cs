namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>RecordsTexts.resx</c>.</summary>
internal sealed class RecordsTexts;
