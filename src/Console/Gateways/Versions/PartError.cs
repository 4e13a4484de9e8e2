namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>Why WeChat did not tell a part of an answer.</summary>
/// <param name="Call">WeChat's call.</param>
/// <param name="Errcode">The number.</param>
/// <param name="Errmsg">The sentence.</param>
/// <param name="Hint">What ends it; null when nobody knows.</param>
public sealed record PartError(string Call, int Errcode, string? Errmsg, string? Hint);
