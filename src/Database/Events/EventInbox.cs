using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Events;

/// <summary>
/// The inbox in the table <c>event_inbox</c>. Of two replicas that take at once, PostgreSQL's passes over what the other has.
/// </summary>
internal sealed class EventInbox(DatabaseAccess access, TimeProvider clock) : IEventInbox
{
    private const int LongestError = 500;

    // Longer than any lease or pause of an event. What is due later than that was put so by a clock that was far ahead.
    private const long LongestWait = 60 * 60 * 1000;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(InboxEvent inboxEvent, CancellationToken cancellationToken)
    {
        var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), Now);
        var (platform, account, created) = (
            inboxEvent.Component.Value, inboxEvent.Account?.Value, inboxEvent.CreateTime.ToUnixTimeMilliseconds());
        return AuthorizersCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                var body = database.Cipher.Seal(SealedFields.EventBody(id), inboxEvent.Body.Span);
                return await database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO event_inbox (id, platform, digest, info_type, appid, create_time, body, state, due_at, attempts)
                    VALUES ({id}, {platform}, {inboxEvent.Digest}, {inboxEvent.InfoType}, {account}, {created}, {body},
                        {nameof(EventState.Waiting)}, {now}, 0)
                    ON CONFLICT (platform, digest) DO NOTHING
                    """,
                    token) == 1;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TakenEvent>> TakeAsync(
        AppId component, int most, TimeSpan lease, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(async () =>
        {
            // Mostly there is none, and reading disturbs nobody.
            var (platform, now) = (component.Value, Now);
            var latest = now + LongestWait;
            var isDue = await access.ReadAsync(
                (database, token) => database.Events.AnyAsync(
                    row => row.State == EventState.Waiting && (row.DueAt <= now || row.DueAt > latest) && row.Platform == platform, token),
                cancellationToken);
            return isDue
                ? await access.WriteAsync(
                    (database, token) => TakeAsync(database, platform, most, now, now + (long)lease.TotalMilliseconds, token),
                    cancellationToken)
                : [];
        });

    /// <inheritdoc/>
    public async ValueTask DoneAsync(TakenEvent taken, CancellationToken cancellationToken)
    {
        var now = Now;
        await AuthorizersCall.RunAsync(() => access.WriteAsync(
            (database, token) => database.Events.Where(row => row.Id == taken.Id).ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.State, EventState.Done)
                    .SetProperty(changed => changed.DueAt, now)
                    .SetProperty(changed => changed.HeldUntil, (long?)null)
                    .SetProperty(changed => changed.Error, (string?)null),
                token),
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask PostponeAsync(TakenEvent taken, TimeSpan pause, string why, CancellationToken cancellationToken)
        => GiveBackAsync(taken, EventState.Waiting, Now + (long)pause.TotalMilliseconds, why, cancellationToken);

    /// <inheritdoc/>
    public ValueTask GiveUpAsync(TakenEvent taken, string why, CancellationToken cancellationToken)
        => GiveBackAsync(taken, EventState.GivenUp, Now, why, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<InboxCount> CountAsync(AppId component, CancellationToken cancellationToken)
    {
        var platform = component.Value;
        return AuthorizersCall.RunAsync(() => access.ReadAsync(
            async (database, token) =>
            {
                var counts = await database.Events
                    .Where(row => row.Platform == platform && row.State != EventState.Done)
                    .GroupBy(row => row.State)
                    .Select(group => new { State = group.Key, Count = group.Count(), Oldest = group.Min(row => row.CreateTime) })
                    .ToListAsync(token);
                var waiting = counts.Find(count => count.State == EventState.Waiting);
                return new InboxCount(
                    waiting?.Count ?? 0,
                    counts.Find(count => count.State == EventState.GivenUp)?.Count ?? 0,
                    waiting is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(waiting.Oldest));
            },
            cancellationToken));
    }

    private async Task<IReadOnlyList<TakenEvent>> TakeAsync(
        GatewayDatabase database, string platform, int most, long now, long until, CancellationToken cancellationToken)
    {
        var (waiting, latest) = (nameof(EventState.Waiting), now + LongestWait);

        // While it is held, it is not due: the lease ends by itself.
        var take = access.Kind == DatabaseKind.PostgreSql
            ? (FormattableString)$"""
              UPDATE event_inbox SET due_at = {until}, held_until = {until}, attempts = attempts + 1
              WHERE id IN (
                  SELECT id FROM event_inbox
                  WHERE state = {waiting} AND (due_at <= {now} OR due_at > {latest}) AND platform = {platform}
                  ORDER BY create_time, id LIMIT {most} FOR UPDATE SKIP LOCKED)
              RETURNING *
              """
            : $"""
              UPDATE event_inbox SET due_at = {until}, held_until = {until}, attempts = attempts + 1
              WHERE id IN (
                  SELECT id FROM event_inbox
                  WHERE state = {waiting} AND (due_at <= {now} OR due_at > {latest}) AND platform = {platform}
                  ORDER BY create_time, id LIMIT {most})
              RETURNING *
              """;
        var rows = await database.Events.FromSql(take).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.CreateTime).ThenBy(row => row.Id).Select(row => Read(database, row))];
    }

    private static TakenEvent Read(GatewayDatabase database, EventRow row)
    {
        ReadOnlyMemory<byte> body = default;
        string? unreadable = null;
        try
        {
            body = database.Cipher.Open(SealedFields.EventBody(row.Id), row.Body);
        }
        catch (FieldUnreadableException e)
        {
            unreadable = e.Message;
        }

        _ = AppId.TryParse(row.Platform, out var component);
        var inboxEvent = new InboxEvent(component, row.InfoType, DateTimeOffset.FromUnixTimeMilliseconds(row.CreateTime), body)
        {
            Account = AppId.TryParse(row.AppId, out var account) ? account : null,
        };
        return new TakenEvent(row.Id, inboxEvent, row.Attempts, DateTimeOffset.FromUnixTimeMilliseconds(row.HeldUntil ?? 0))
        {
            Unreadable = unreadable,
            WasWorkedOn = row.Error is not null,
        };
    }

    private async ValueTask GiveBackAsync(
        TakenEvent taken, EventState state, long dueAt, string why, CancellationToken cancellationToken)
    {
        var heldUntil = taken.HeldUntil.ToUnixTimeMilliseconds();
        var error = why.Length == 0 ? null : why.Length > LongestError ? why[..LongestError] : why;
        await AuthorizersCall.RunAsync(() => access.WriteAsync(
            (database, token) => database.Events
                .Where(row => row.Id == taken.Id && row.State == EventState.Waiting && row.HeldUntil == heldUntil)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(changed => changed.State, state)
                        .SetProperty(changed => changed.DueAt, dueAt)
                        .SetProperty(changed => changed.HeldUntil, (long?)null)
                        .SetProperty(changed => changed.Error, changed => error ?? changed.Error),
                    token),
            cancellationToken));
    }
}
