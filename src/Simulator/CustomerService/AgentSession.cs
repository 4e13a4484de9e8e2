namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Says which agent talks with a user, and since when.</summary>
internal sealed record AgentSession(string OpenId, string Agent, DateTimeOffset StartedAt);
