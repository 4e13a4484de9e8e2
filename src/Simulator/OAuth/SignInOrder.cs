namespace WxYarpGateway.Simulator.OAuth;

/// <summary>The body of <c>POST /simulator/sign-in</c>.</summary>
internal sealed record SignInOrder
{
    public required string AppId { get; init; }

    public required string OpenId { get; init; }
}
