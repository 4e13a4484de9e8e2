namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>What an errcode of WeChat means, and what ends it.</summary>
/// <param name="Errcode">The errcode.</param>
/// <param name="Class">What a caller can do about it, such as <c>token_rejected</c>; <c>other</c> where the gateway does nothing of itself.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Cure">What ends it.</param>
/// <param name="Calls">What it means at single calls, where that is known to differ; else empty.</param>
internal sealed record ErrcodeAnswer(
    int Errcode, string Class, string Sentence, string Cure, IReadOnlyList<ErrcodeAtCallAnswer> Calls);
