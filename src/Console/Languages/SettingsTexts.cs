namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>SettingsTexts.resx</c>.</summary>
internal sealed class SettingsTexts;
