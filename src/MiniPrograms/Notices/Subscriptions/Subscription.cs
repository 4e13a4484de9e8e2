namespace WxYarpGateway.MiniPrograms.Notices.Subscriptions;

/// <summary>How a user stands to a template of subscribe messages.</summary>
/// <param name="TemplateId">The template.</param>
public sealed record Subscription(string TemplateId)
{
    /// <summary>The most templates that are kept of a user: a mini program has 50 (订阅消息: 我的模板).</summary>
    public const int MostOfUser = 100;

    /// <summary>Gets what the user said: <c>accept</c>, <c>reject</c>, or another word of WeChat's; empty for nothing yet.</summary>
    public string Status { get; init; } = "";

    /// <summary>Gets when the user said it; <see langword="null"/> for never.</summary>
    public DateTimeOffset? StatusAt { get; init; }

    /// <summary>Gets what became of the last message: <c>success</c>, or why not; empty for none yet.</summary>
    public string SentStatus { get; init; } = "";

    /// <summary>Gets the errcode of the last message; 0 when the user got it.</summary>
    public int SentErrorCode { get; init; }

    /// <summary>Gets when WeChat sent the last message; <see langword="null"/> for never.</summary>
    public DateTimeOffset? SentAt { get; init; }
}
