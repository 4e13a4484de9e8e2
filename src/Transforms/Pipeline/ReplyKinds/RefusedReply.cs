using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Refuses the push: its sender gets a status code and an empty body.</summary>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="Outcome">The outcome under which the push is counted.</param>
internal sealed record RefusedReply(int StatusCode, PushOutcome Outcome) : Reply
{
    /// <summary>Gets the refusal of a push whose origin is not proven. Every cryptographic failure looks the same from outside.</summary>
    public static RefusedReply Forged { get; } = new(StatusCodes.Status403Forbidden, PushOutcome.Forged);

    /// <summary>Gets the refusal of a push that was signed too long ago, or in the future.</summary>
    public static RefusedReply Stale { get; } = new(StatusCodes.Status403Forbidden, PushOutcome.Stale);

    /// <summary>Gets the refusal of a push whose body is not a message.</summary>
    public static RefusedReply Malformed { get; } = new(StatusCodes.Status400BadRequest, PushOutcome.Malformed);

    /// <summary>Gets the refusal of a push whose body is too large.</summary>
    public static RefusedReply TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, PushOutcome.TooLarge);

    /// <summary>Gets the refusal of a push whose body does not arrive in time.</summary>
    public static RefusedReply Slow { get; } = new(StatusCodes.Status408RequestTimeout, PushOutcome.Abandoned);

    /// <summary>Gets the refusal of a push from an address that is not one of WeChat's callback IPs.</summary>
    public static RefusedReply UnlistedIp { get; } = new(StatusCodes.Status403Forbidden, PushOutcome.UnlistedIp);

    /// <summary>Gets the refusal of a push beyond the service's limit. A host sets it as a request feature.</summary>
    public static RefusedReply Limited { get; } = new(StatusCodes.Status429TooManyRequests, PushOutcome.Limited);
}
