namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>AccessTexts.resx</c>: signing in, accounts, the audit log and the profile.</summary>
internal sealed class AccessTexts;
