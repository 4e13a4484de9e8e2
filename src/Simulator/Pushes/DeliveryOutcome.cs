namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Lists how a delivery can end.</summary>
public enum DeliveryOutcome
{
    /// <summary>The answer was <c>success</c>, empty, or a valid reply.</summary>
    Answered,

    /// <summary>No answer came in time; WeChat dropped the connection.</summary>
    TimedOut,

    /// <summary>There was no connection, or it broke before the answer was complete.</summary>
    Unreachable,

    /// <summary>The answer had another status than 200.</summary>
    Refused,

    /// <summary>The answer was 200 with a body that WeChat does not accept.</summary>
    Malformed,
}
