namespace WxYarpGateway.Simulator.Tests.Gateways;

/// <summary>Holds one request as a gateway received it.</summary>
public sealed record ReceivedPush(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers,
    string Body,
    string Connection);
