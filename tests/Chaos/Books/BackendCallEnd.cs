namespace WxYarpGateway.Chaos.Books;

/// <summary>How a call of a backend ended.</summary>
internal enum BackendCallEnd
{
    /// <summary>Not yet.</summary>
    UnderWay,

    /// <summary>With the right reply.</summary>
    Replied,

    /// <summary>With 200 and garbage: it took the message, and has nothing to say for it.</summary>
    Lied,

    /// <summary>The gateway hung up while the backend worked on the message.</summary>
    Deserted,

    /// <summary>With a status or a break that says that it did not take the message.</summary>
    Failed,
}
