namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>PiecesTexts.resx</c>.</summary>
internal sealed class PiecesTexts;
