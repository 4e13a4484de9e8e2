namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/revoke</c>.</summary>
internal sealed record RevokeOrder
{
    public required string AppId { get; init; }
}
