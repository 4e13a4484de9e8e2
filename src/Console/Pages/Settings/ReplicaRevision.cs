using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>A replica and the configuration that it has in force.</summary>
/// <param name="Gateway">Its name: host and port.</param>
/// <param name="Configuration">What is in force; null when it does not answer.</param>
/// <param name="Error">Why it does not answer.</param>
/// <param name="IsBehind">Whether most other replicas have another revision.</param>
public sealed record ReplicaRevision(string Gateway, ReplicaConfiguration? Configuration, GatewayError? Error, bool IsBehind);
