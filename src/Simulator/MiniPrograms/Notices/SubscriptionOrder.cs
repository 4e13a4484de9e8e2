namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>The body of <c>POST /simulator/subscribe</c>: what a user answers when a mini program asks for notices.</summary>
internal sealed record SubscriptionOrder
{
    public required string AppId { get; init; }

    public required string OpenId { get; init; }

    public IReadOnlyList<string> Accepts { get; init; } = [];

    public IReadOnlyList<string> Rejects { get; init; } = [];

    /// <summary>Gets how often the user consents.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Gets whether the user answers in the settings instead of the pop-up.</summary>
    public bool InSettings { get; init; }

    /// <summary>Gets whether the event is lost.</summary>
    public bool Silent { get; init; }

    public IReadOnlyList<NoticeAnswer> Answers =>
        [.. Accepts.Select(id => new NoticeAnswer(id, true)), .. Rejects.Select(id => new NoticeAnswer(id, false))];
}
