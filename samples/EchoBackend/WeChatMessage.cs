namespace WxYarpGateway.EchoBackend;

/// <summary>What this backend wants to know of a message; the gateway sends all of it.</summary>
public sealed record WeChatMessage(string? FromUserName, string? Content, string? MediaId);
