namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>The outcome of a push. Each push has exactly one, so the counts add up to the pushes received.</summary>
public enum PushOutcome
{
    /// <summary>The gateway answered WeChat's URL check.</summary>
    Verified,

    /// <summary>The user got a reply.</summary>
    Replied,

    /// <summary>The backend, or a transform, answered without a reply for the user.</summary>
    Nothing,

    /// <summary>One of WeChat's retries. It got the reply to an earlier delivery.</summary>
    Retry,

    /// <summary>The deadline passed before the backend answered. The reply follows as <c>Reply.WhenLate</c> says.</summary>
    Late,

    /// <summary>The gateway did not answer, so that WeChat retries the push (<c>Reply.WhenLate: Retries</c>).</summary>
    Unanswered,

    /// <summary>
    /// The backend failed (unreachable, not 200, malformed or oversized response), or the gateway or a host's transform did.
    /// </summary>
    Failed,

    /// <summary>Refused: wrong or missing signature, wrong account, or ciphertext that cannot be decrypted.</summary>
    Forged,

    /// <summary>Refused: the timestamp is outside of <c>MaxClockSkew</c>.</summary>
    Stale,

    /// <summary>Refused: the body is not a message, or the request is not a push.</summary>
    Malformed,

    /// <summary>Refused: the body is too large.</summary>
    TooLarge,

    /// <summary>The client closed the connection before its push was read, or sent it too slowly.</summary>
    Abandoned,

    /// <summary>Refused: the route names a service that is not configured.</summary>
    Misrouted,

    /// <summary>Refused: the client's address is not one of WeChat's callback IPs (<c>OnlyFromWeChat</c>).</summary>
    UnlistedIp,

    /// <summary>Refused unread: the pushes exceed the service's rate limit.</summary>
    Limited,
}
