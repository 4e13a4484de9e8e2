namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>ShellTexts.resx</c>.</summary>
internal sealed class ShellTexts;
