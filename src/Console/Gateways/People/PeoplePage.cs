namespace WxYarpGateway.Console.Gateways.People;

/// <summary>The answer of <c>GET /login/{service}/users</c>: people in the order of their ids.</summary>
/// <param name="Users">The people.</param>
/// <param name="Next">What the next page comes after; null on the last one.</param>
public sealed record PeoplePage(IReadOnlyList<Person> Users, string? Next);
