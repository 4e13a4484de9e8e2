using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Refuses the push with a status code and an empty body.</summary>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="Outcome">The outcome that metrics count for the push.</param>
internal sealed record RefusedReply(int StatusCode, PushOutcome Outcome) : Reply
{
    /// <summary>Gets the refusal of a push that is not proven to be WeChat's. Every cryptographic failure gets the same answer.</summary>
    public static RefusedReply Forged { get; } = new(StatusCodes.Status403Forbidden, PushOutcome.Forged);

    /// <summary>Gets the refusal of a push whose timestamp is outside of <c>MaxClockSkew</c>.</summary>
    public static RefusedReply Stale { get; } = new(StatusCodes.Status403Forbidden, PushOutcome.Stale);

    /// <summary>Gets the refusal of a push whose body is not a message.</summary>
    public static RefusedReply Malformed { get; } = new(StatusCodes.Status400BadRequest, PushOutcome.Malformed);

    /// <summary>Gets the refusal of a push whose body is too large.</summary>
    public static RefusedReply TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, PushOutcome.TooLarge);

    /// <summary>Gets the refusal of a push whose body arrives too slowly.</summary>
    public static RefusedReply Slow { get; } = new(StatusCodes.Status408RequestTimeout, PushOutcome.Abandoned);

    /// <summary>Gets the refusal of a push from an address that is not one of WeChat's callback IPs.</summary>
    public static RefusedReply UnlistedIp { get; } = new(StatusCodes.Status403Forbidden, PushOutcome.UnlistedIp);

    /// <summary>Gets the refusal of a push beyond the service's rate limit. The host's rate limiter sets it as a request feature.</summary>
    public static RefusedReply Limited { get; } = new(StatusCodes.Status429TooManyRequests, PushOutcome.Limited);
}
