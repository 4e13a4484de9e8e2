namespace WxYarpGateway.Platform.Code;

/// <summary>To whom a gray release goes.</summary>
/// <param name="Percentage">To how many of the users, 0 to 100. It can only grow (errcode 85082).</param>
/// <param name="DebuggersFirst">Whether project members come first; null for WeChat's own choice.</param>
/// <param name="ExperiencersFirst">Whether those who try the trial version come first; null for WeChat's own choice.</param>
public sealed record GrayRelease(int Percentage, bool? DebuggersFirst = null, bool? ExperiencersFirst = null);
