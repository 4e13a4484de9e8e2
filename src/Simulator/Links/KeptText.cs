namespace WxYarpGateway.Simulator.Links;

/// <summary>A long text under a short key.</summary>
internal sealed record KeptText(string Text, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
