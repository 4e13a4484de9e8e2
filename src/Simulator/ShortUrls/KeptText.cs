namespace WxYarpGateway.Simulator.ShortUrls;

/// <summary>Holds a long text that is kept under a short key.</summary>
internal sealed record KeptText(string Text, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
