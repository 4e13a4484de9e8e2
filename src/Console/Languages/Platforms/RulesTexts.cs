namespace WxYarpGateway.Console.Languages.Platforms;

/// <summary>The texts of the page of rules.</summary>
internal sealed class RulesTexts;
