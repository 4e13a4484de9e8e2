using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;

namespace WxYarpGateway.Database.Notices;

/// <summary>Keeps what users said to subscribe messages in the table <c>subscription</c>. A power cut may lose the last of it.</summary>
internal sealed class SubscriptionStore(DatabaseAccess access) : ISubscriptionStore
{
    /// <inheritdoc/>
    public async ValueTask ApplyAsync(
        string app, string openId, IReadOnlyList<Subscription> told, CancellationToken cancellationToken)
        => await UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => ApplyAsync(database, app, openId, told, token), cancellationToken, Durability.ProcessEnd));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Subscription>> ListAsync(string app, long user, CancellationToken cancellationToken)
        => UserCall.RunAsync<IReadOnlyList<Subscription>>(() => access.ReadAsync<IReadOnlyList<Subscription>>(
            async (database, token) =>
            {
                var rows = await database.Subscriptions.AsNoTracking()
                    .Where(row => row.User == user && database.Users.Any(one => one.Id == user && one.App == app))
                    .OrderBy(row => row.TemplateId).ToListAsync(token);
                return [.. rows.Select(Read)];
            },
            cancellationToken));

    private static async Task<bool> ApplyAsync(
        GatewayDatabase database, string app, string openId, IReadOnlyList<Subscription> told, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var ids = await database.Users.Where(row => row.App == app && row.OpenId == openId).Select(row => row.Id)
            .ToListAsync(cancellationToken);

        // Events of one user come one after the other, and none of one who is being erased.
        if (ids is not [var user] || !await UserEdits.HoldAsync(database, user, cancellationToken))
        {
            return false;
        }

        var rows = await database.Subscriptions.Where(row => row.User == user)
            .ToDictionaryAsync(row => row.TemplateId, StringComparer.Ordinal, cancellationToken);
        foreach (var one in told)
        {
            if (!rows.TryGetValue(one.TemplateId, out var row))
            {
                row = new SubscriptionRow { User = user, TemplateId = one.TemplateId };
                rows[one.TemplateId] = row;
                database.Subscriptions.Add(row);
            }

            Apply(row, one);
        }

        database.Subscriptions.RemoveRange(rows.Values.OrderByDescending(ChangedAt).Skip(Subscription.MostOfUser));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static void Apply(SubscriptionRow row, Subscription told)
    {
        if (told.StatusAt is { } statusAt && statusAt.ToUnixTimeMilliseconds() is var status && (row.StatusAt ?? 0) <= status)
        {
            (row.Status, row.StatusAt) = (told.Status, status);
        }

        if (told.SentAt is { } sentAt && sentAt.ToUnixTimeMilliseconds() is var sent && (row.SentAt ?? 0) <= sent)
        {
            (row.SentStatus, row.SentErrorCode, row.SentAt) = (told.SentStatus, told.SentErrorCode, sent);
        }
    }

    private static long ChangedAt(SubscriptionRow row) => Math.Max(row.StatusAt ?? 0, row.SentAt ?? 0);

    private static Subscription Read(SubscriptionRow row) => new(row.TemplateId)
    {
        Status = row.Status ?? "",
        StatusAt = TimeOf(row.StatusAt),
        SentStatus = row.SentStatus ?? "",
        SentErrorCode = row.SentErrorCode ?? 0,
        SentAt = TimeOf(row.SentAt),
    };

    private static DateTimeOffset? TimeOf(long? at) => at is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
}
