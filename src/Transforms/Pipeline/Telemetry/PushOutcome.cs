namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>How a push ended. Each push has exactly one, so that the counts add up to the pushes received.</summary>
public enum PushOutcome
{
    /// <summary>WeChat's URL check was answered.</summary>
    Verified,

    /// <summary>The user got a reply.</summary>
    Replied,

    /// <summary>The backend, or a transform, had nothing to say.</summary>
    Nothing,

    /// <summary>A retry of WeChat's, which got the reply to an earlier delivery.</summary>
    Retry,

    /// <summary>The deadline passed first; the reply follows by the customer-service API.</summary>
    Late,

    /// <summary>WeChat was left without an answer, so that it delivers the message again (<c>Reply.WhenLate: Retries</c>).</summary>
    Unanswered,

    /// <summary>The backend failed (unreachable, not 200, malformed or oversized answer), or the gateway or a transform of the host's did.</summary>
    Failed,

    /// <summary>Refused: wrong or missing signature, wrong account, or ciphertext that does not open.</summary>
    Forged,

    /// <summary>Refused: signed outside of <c>MaxClockSkew</c>.</summary>
    Stale,

    /// <summary>Refused: not a message, or not sent as one.</summary>
    Malformed,

    /// <summary>Refused: the body is too large.</summary>
    TooLarge,

    /// <summary>The client hung up before its push was read, or took too long to send it.</summary>
    Abandoned,

    /// <summary>Refused: the route names a service that is not configured.</summary>
    Misrouted,

    /// <summary>Refused: it does not come from an address that WeChat pushes from, and the service takes pushes from those only.</summary>
    Uninvited,

    /// <summary>Refused unread: there were more than the service takes.</summary>
    Limited,
}
