namespace WxYarpGateway.Console.Languages.Platforms;

/// <summary>The texts of the pages of releases.</summary>
internal sealed class ReleasesTexts;
