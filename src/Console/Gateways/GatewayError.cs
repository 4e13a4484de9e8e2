namespace WxYarpGateway.Console.Gateways;

/// <summary>Why a gateway gave no answer.</summary>
/// <param name="Where">The gateway, by its address, and the path.</param>
/// <param name="Kind">What went wrong.</param>
public sealed record GatewayError(string Where, GatewayErrorKind Kind)
{
    /// <summary>Gets the HTTP status; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the gateway's <c>errcode</c>; null when there was none.</summary>
    public int? Errcode { get; init; }

    /// <summary>Gets the gateway's own sentence, or the socket's; null when there was none. Not trusted: shown as text only.</summary>
    public string? Detail { get; init; }

    /// <summary>Gets the gateway's own advice; null when it has none.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets what is wrong with the request, by the path of each thing in it.</summary>
    public IReadOnlyList<RequestProblem> Problems { get; init; } = [];
}
