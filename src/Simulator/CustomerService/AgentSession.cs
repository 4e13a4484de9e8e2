namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>The session between a user and an agent.</summary>
internal sealed record AgentSession(string OpenId, string Agent, DateTimeOffset StartedAt);
