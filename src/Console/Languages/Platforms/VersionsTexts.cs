namespace WxYarpGateway.Console.Languages.Platforms;

/// <summary>The texts of the pages of versions and templates.</summary>
internal sealed class VersionsTexts;
