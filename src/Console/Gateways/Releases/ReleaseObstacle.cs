namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>A mini program that an order means and cannot release.</summary>
/// <param name="Appid">The AppId.</param>
/// <param name="Name">The name; null when the account is not known.</param>
/// <param name="Why">Why not, such as <c>unauthorized</c>.</param>
public sealed record ReleaseObstacle(string Appid, string? Name, string Why);
