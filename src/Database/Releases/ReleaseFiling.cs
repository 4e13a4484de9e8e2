using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Releases;

/// <summary>Files a release with all its mini programs, in one transaction: ten thousand rows are one statement.</summary>
internal static class ReleaseFiling
{
    /// <summary>Files it; returns the one that was filed before with the same key, if there is one.</summary>
    public static async Task<Release> RunAsync(
        GatewayDatabase database, Release release, IReadOnlyList<AppId> appIds, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = release.CreatedAt.ToUnixTimeMilliseconds();
        var added = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO release (id, platform, name, definition, state, idempotency_key, created_at, updated_at, failed_in_row)
            VALUES ({release.Id}, {release.Platform.Value}, {release.Name}, {release.Definition}, {nameof(ReleaseState.Running)},
                {release.IdempotencyKey}, {now}, {now}, 0)
            ON CONFLICT (platform, idempotency_key) DO NOTHING
            """,
            cancellationToken);
        if (added == 0)
        {
            var filed = await database.Releases.AsNoTracking().SingleAsync(
                row => row.Platform == release.Platform.Value && row.IdempotencyKey == release.IdempotencyKey, cancellationToken);
            return ReleaseColumns.Read(filed);
        }

        var queued = nameof(ItemState.Queued);
        string[] values = [.. appIds.Select(appId => appId.Value)];
        var insert = database.Database.IsNpgsql()
            ? (FormattableString)$"""
              INSERT INTO release_item (release, appid, state, due_at, attempts, told, updated_at)
              SELECT {release.Id}, value, {queued}, {now}, 0, 0, {now} FROM unnest({values}) AS value
              """
            : $"""
              INSERT INTO release_item (release, appid, state, due_at, attempts, told, updated_at)
              SELECT {release.Id}, value, {queued}, {now}, 0, 0, {now} FROM json_each({JsonSerializer.Serialize(values)})
              """;
        await database.Database.ExecuteSqlAsync(insert, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return release;
    }
}
