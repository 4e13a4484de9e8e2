namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>An order that was filed.</summary>
/// <param name="Id">The id of the release.</param>
public sealed record FiledOrder(string Id);
