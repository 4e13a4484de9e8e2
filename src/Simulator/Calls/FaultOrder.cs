namespace WxYarpGateway.Simulator.Calls;

/// <summary>The body of <c>POST /simulator/fault</c>: how the next calls of a path fail, or that they fail no more.</summary>
internal sealed record FaultOrder
{
    private const int LongestWait = 3600;

    public required string Path { get; init; }

    /// <summary>Gets the account or platform whose calls fail; null for everyone's.</summary>
    public string? AppId { get; init; }

    /// <summary>Gets how many calls fail; null lets all fail until they are cleared.</summary>
    public int? Times { get; init; }

    /// <summary>Gets the delay in seconds, alone or before another fault.</summary>
    public double Wait { get; init; }

    public int? ErrorCode { get; init; }

    public int? Status { get; init; }

    public string? Body { get; init; }

    /// <summary>Gets whether the connection is cut before the call takes effect.</summary>
    public bool Cut { get; init; }

    /// <summary>Gets whether the connection is cut after the call took effect.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>Gets whether the planned faults of the path are removed instead.</summary>
    public bool Clear { get; init; }

    public void Plan(FaultPlan faults)
    {
        if (Clear)
        {
            faults.Clear(Path);
            return;
        }

        var wait = Wait is >= 0 and <= LongestWait
            ? TimeSpan.FromSeconds(Wait)
            : throw new ArgumentException($"'wait' must be a number of seconds from 0 to {LongestWait}.");
        var fault = this switch
        {
            { ErrorCode: { } code } => Fault.Error(code),
            { Status: >= 400 and <= 599 and var status } => Fault.Status(status),
            { Body: { } body } => Fault.Garbage(body),
            { Cut: true } => Fault.Abort(),
            { LoseAnswer: true } => Fault.LoseAnswer(),
            { Wait: > 0 } => Fault.Delay(wait),
            _ => throw new ArgumentException("Name the fault: 'errorCode', 'status' (400 to 599), 'body', 'cut', 'loseAnswer' or 'wait'."),
        };
        faults.Add(Path, fault.After(wait), Times, AppId);
    }
}
