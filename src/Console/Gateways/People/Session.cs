namespace WxYarpGateway.Console.Gateways.People;

/// <summary>A login that lasts. Its token is known to the phone alone.</summary>
/// <param name="Created">When it began.</param>
/// <param name="Seen">When it was used last, give or take ten minutes.</param>
/// <param name="Expires">When it ends unless it is used.</param>
public sealed record Session(DateTimeOffset? Created, DateTimeOffset? Seen, DateTimeOffset? Expires);
