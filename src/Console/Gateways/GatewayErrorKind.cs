namespace WxYarpGateway.Console.Gateways;

/// <summary>What went wrong when a gateway was asked. Each kind has a sentence and a cure in <c>Languages/GatewayTexts</c>.</summary>
public enum GatewayErrorKind
{
    /// <summary>Nothing listens there, or the name is unknown.</summary>
    Unreachable,

    /// <summary>It closed the connection in the middle; what was asked may have been done.</summary>
    Broken,

    /// <summary>It did not answer in time.</summary>
    Late,

    /// <summary>It does not know the API key.</summary>
    WrongKey,

    /// <summary>The API key may not do that.</summary>
    NotAllowed,

    /// <summary>It has no such endpoint or thing.</summary>
    NotFound,

    /// <summary>Somebody else has changed the thing in the meantime.</summary>
    Changed,

    /// <summary>It refuses the request, and says why.</summary>
    Refused,

    /// <summary>It cannot do that at present, and says why.</summary>
    Unavailable,

    /// <summary>Its answer is larger than the console reads.</summary>
    TooLarge,

    /// <summary>Its answer is not what the API promises.</summary>
    Unreadable,

    /// <summary>No gateway is configured.</summary>
    NoGateway,
}
