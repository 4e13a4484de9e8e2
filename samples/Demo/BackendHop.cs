namespace WxYarpGateway.Demo;

/// <summary>What the gateway asked the backend, what it answered, and the trace that both are part of.</summary>
internal sealed record BackendHop(string Path, string Request, int Status, string Answer, string Trace);
