namespace WxYarpGateway.Console.Languages.Platforms;

/// <summary>The texts of the pages of accounts in a platform's care.</summary>
internal sealed class AuthorizersTexts;
