using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Releases;

/// <summary>One mini program of a release.</summary>
/// <param name="Release">The release.</param>
/// <param name="AppId">The mini program.</param>
/// <param name="State">How it stands.</param>
public sealed record ReleaseItem(Guid Release, AppId AppId, ItemState State)
{
    /// <summary>Gets when there is something to do next; <see langword="null"/> at an end.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets how often a replica took it.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets how many events have said that its audit is over or delayed.</summary>
    public int Told { get; init; }

    /// <summary>Gets WeChat's id of the audit; empty for none. It has too many digits for some numbers.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>Gets WeChat's <c>errcode</c>.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Gets what is to be said of its state: what WeChat answered, why it was rejected or skipped, what it waits for.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>Gets what must be known to go on after the gateway was killed.</summary>
    public ItemProgress Progress { get; init; } = ItemProgress.None;

    /// <summary>Gets when it changed last.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets a value indicating whether there is nothing more to do.</summary>
    public bool IsEnded => DueAt is null;
}
