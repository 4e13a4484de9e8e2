using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Releases;

/// <summary>Turns rows into what the platforms know.</summary>
internal static class ReleaseColumns
{
    /// <summary>The states in which a release is worked on.</summary>
    public static readonly string[] Active =
        [nameof(ReleaseState.Running), nameof(ReleaseState.WaitingForQuota), nameof(ReleaseState.Cancelling)];

    /// <summary>Returns a release.</summary>
    public static Release Read(ReleaseRow row) => new(row.Id, AppIdOf(row.Platform), row.Name, row.Definition)
    {
        State = Enum.Parse<ReleaseState>(row.State),
        Why = row.Why ?? "",
        IdempotencyKey = row.IdempotencyKey,
        DueAt = TimeOf(row.DueAt),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        EndedAt = TimeOf(row.EndedAt),
    };

    /// <summary>Returns a mini program of a release.</summary>
    public static ReleaseItem Read(ReleaseItemRow row) => new(row.Release, AppIdOf(row.AppId), Enum.Parse<ItemState>(row.State))
    {
        DueAt = TimeOf(row.DueAt),
        Attempts = row.Attempts,
        Told = row.Told,
        AuditId = row.AuditId ?? "",
        ErrorCode = row.ErrorCode,
        Sentence = row.Sentence ?? "",
        Progress = ItemProgress.Read(row.Progress),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt),
    };

    private static AppId AppIdOf(string text) => AppId.TryParse(text, out var appId) ? appId : default;

    private static DateTimeOffset? TimeOf(long? milliseconds)
        => milliseconds is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
}
