namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>A notice as it is kept.</summary>
/// <param name="Id">The id.</param>
/// <param name="User">The user's id.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="Payload">The message as JSON.</param>
/// <param name="Status">How far it is.</param>
/// <param name="DueAt">When it is tried next; once it has ended, when that was.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="ErrorCode">WeChat's <c>errcode</c> at the last try; <see langword="null"/> for none.</param>
/// <param name="Sentence">What went wrong at the last try; <see langword="null"/> when nothing did.</param>
public sealed record KeptNotice(
    long Id,
    long User,
    string TemplateId,
    string Payload,
    NoticeStatus Status,
    DateTimeOffset DueAt,
    int Attempts,
    int? ErrorCode,
    string? Sentence)
{
    /// <summary>Returns the id only: the message is personal.</summary>
    public override string ToString() => $"notice {Id}";
}
