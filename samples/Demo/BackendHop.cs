namespace WxYarpGateway.Demo;

/// <summary>What the gateway asked the backend, and what it answered.</summary>
internal sealed record BackendHop(string Path, string Request, int Status, string Answer);
