namespace WxYarpGateway.Console.Languages.Platforms;

/// <summary>Texts that the pages of third-party platforms share.</summary>
internal sealed class PlatformTexts;
