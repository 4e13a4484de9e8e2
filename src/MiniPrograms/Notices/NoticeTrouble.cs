namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>What went wrong at a try.</summary>
/// <param name="ErrorCode">
/// WeChat's <c>errcode</c>; <see langword="null"/> when nobody knows what WeChat made of the try, this one or an earlier one.
/// </param>
/// <param name="Sentence">What is wrong and, where that is known, how to fix it.</param>
public sealed record NoticeTrouble(int? ErrorCode, string Sentence);
