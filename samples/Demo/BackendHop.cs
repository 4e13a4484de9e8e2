namespace WxYarpGateway.Demo;

/// <summary>What the gateway asked a backend, what it answered, and the trace that both are part of.</summary>
internal sealed record BackendHop(string Backend, string Path, string Request, int Status, string Answer, string Trace);
