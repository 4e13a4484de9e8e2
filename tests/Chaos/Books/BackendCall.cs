namespace WxYarpGateway.Chaos.Books;

/// <summary>One call of a backend, as the backend saw it.</summary>
internal sealed class BackendCall(int backend, int replica, string attempt, TimeSpan at, string mood)
{
    public int Backend { get; } = backend;

    public int Replica { get; } = replica;

    public string Attempt { get; } = attempt;

    public TimeSpan At { get; } = at;

    /// <summary>Gets or sets how it ended.</summary>
    public BackendCallEnd End { get; set; }

    public TimeSpan? EndedAt { get; set; }

    /// <summary>
    /// Gets a value indicating whether the backend worked on the message: it answered, or would have, had the caller stayed.
    /// </summary>
    public bool IsTaken => End is BackendCallEnd.Replied or BackendCallEnd.Lied or BackendCallEnd.Deserted or BackendCallEnd.UnderWay;

    public override string ToString()
        => $"replica {Replica} calls backend {Backend} (attempt {Attempt}), which is {mood}: {End}{(EndedAt is { } ended ? $" after " +
            $"{(ended - At).TotalMilliseconds:0} ms" : "")}";
}
