namespace WxYarpGateway.Simulator.OAuth;

/// <summary>The body of <c>POST /simulator/code</c>.</summary>
internal sealed record CodeOrder
{
    public required string AppId { get; init; }

    public required string OpenId { get; init; }

    public string Scope { get; init; } = OAuthScope.Base;
}
