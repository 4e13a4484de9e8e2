namespace WxYarpGateway.Conformance.Replay;

/// <summary>One thing that was sent to go-wx-gateway, what it did, and what this gateway must do.</summary>
/// <param name="Row">The behaviour of go-wx-gateway that the case is of.</param>
/// <param name="Name">The case in a few words.</param>
/// <param name="GoWxGateway">What go-wx-gateway did.</param>
/// <param name="Is">How this gateway compares: <c>same</c>; <c>better</c>; or <c>different</c>, where a backend may have to know of
/// it.</param>
/// <param name="Ours">What this gateway must do.</param>
public sealed record ReplayCase(string Row, string Name, string GoWxGateway, string Is, ReplayExpectation Ours)
{
    /// <summary>Gets why it is better, or different.</summary>
    public string Because { get; init; } = "";

    /// <summary>Gets what WeChat pushes.</summary>
    public ReplayPush? Push { get; init; }

    /// <summary>Gets what somebody else sends, in place of a push.</summary>
    public ReplayRequest? Request { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets what WeChat's API answers, by path. It gives out tokens unasked.</summary>
    public IReadOnlyDictionary<string, ReplayAnswer> WeChat { get; init; } = new Dictionary<string, ReplayAnswer>();

    /// <summary>Gets what the backend answers; nothing, with 200, if it is not said.</summary>
    public ReplayAnswer Backend { get; init; } = new();
}
