namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>Whom an order means.</summary>
/// <param name="Total">How many mini programs.</param>
/// <param name="Items">The first ones.</param>
public sealed record CheckedOrder(int Total, IReadOnlyList<CheckedProgram> Items);
