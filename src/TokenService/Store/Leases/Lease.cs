namespace WxYarpGateway.TokenService.Store.Leases;

/// <summary>The right to do one thing for all replicas, which the one has who knows the owner's random name.</summary>
/// <param name="Of">Where the thing lies in the store.</param>
/// <param name="Owner">The owner's name.</param>
internal sealed record Lease(string Of, string Owner);
