namespace WxYarpGateway.Simulator.Tokens;

/// <summary>The body of <c>POST /simulator/revoke</c>.</summary>
internal sealed record RevokeOrder
{
    public required string AppId { get; init; }
}
