using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Releases;

/// <summary>One order to bring a version to many mini programs, as it is kept.</summary>
/// <param name="Id">The id, which is ordered by time.</param>
/// <param name="Platform">The platform's AppId.</param>
/// <param name="Name">The name, for people.</param>
/// <param name="Definition">The order as JSON; it never changes.</param>
public sealed record Release(Guid Id, AppId Platform, string Name, string Definition)
{
    /// <summary>Gets how it stands.</summary>
    public ReleaseState State { get; init; }

    /// <summary>Gets what holds it up, as a sentence; empty for nothing.</summary>
    public string Why { get; init; } = "";

    /// <summary>Gets the caller's <c>Idempotency-Key</c>; <see langword="null"/> for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets when it goes on while it waits for quota.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets when it was ordered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the last of its mini programs was through.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
