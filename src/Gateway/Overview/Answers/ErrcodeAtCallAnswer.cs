namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>What an errcode means at one call of WeChat's API.</summary>
/// <param name="Call">The call, in one or two words.</param>
/// <param name="Path">WeChat's path of it.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Cure">What ends it.</param>
internal sealed record ErrcodeAtCallAnswer(string Call, string Path, string Sentence, string Cure);
