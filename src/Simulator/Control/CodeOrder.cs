using WxYarpGateway.Simulator.OAuth;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/code</c>.</summary>
internal sealed record CodeOrder
{
    public required string AppId { get; init; }

    public required string OpenId { get; init; }

    public string Scope { get; init; } = OAuthScope.Base;
}
