namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>UsersTexts.resx</c>.</summary>
internal sealed class UsersTexts;
