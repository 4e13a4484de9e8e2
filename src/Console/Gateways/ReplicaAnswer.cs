namespace WxYarpGateway.Console.Gateways;

/// <summary>What one of several gateways answered.</summary>
/// <param name="Gateway">Its name: host and port.</param>
/// <param name="Answer">The answer, or why there is none.</param>
internal sealed record ReplicaAnswer<T>(string Gateway, GatewayAnswer<T> Answer);
