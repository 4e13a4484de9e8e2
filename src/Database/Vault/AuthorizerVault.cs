using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Vault;

/// <summary>The vault in the tables <c>authorizer</c> and <c>platform_ticket</c>. Every write is on the disk when it returns.</summary>
internal sealed class AuthorizerVault(DatabaseAccess access, TimeProvider clock) : IAuthorizerVault
{
    private const string Authorized = nameof(AuthorizerState.Authorized);

    // What Authorized may become, and come from, without an event or a code.
    private static readonly string[] OfOneAuthorization =
        [Authorized, nameof(AuthorizerState.Broken), nameof(AuthorizerState.NeedsCode)];

    /// <inheritdoc/>
    public ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        var (platform, appId) = (key.Component.Value, key.AppId.Value);
        return VaultCall.RunAsync(() => access.ReadAsync(
            async (database, token) =>
            {
                var row = await database.Authorizers.AsNoTracking()
                    .Where(row => row.Platform == platform && row.AppId == appId)
                    .Select(row => new { row.RefreshToken, row.RefreshVersion, row.Status, row.EventTime })
                    .SingleOrDefaultAsync(token);
                return row is null ? null : new VaultedToken(
                    row.RefreshToken is { } field ? database.Cipher.OpenText(SealedFields.RefreshToken(platform, appId), field) : "",
                    row.RefreshVersion,
                    Enum.TryParse<AuthorizerState>(row.Status, out var state) ? state : AuthorizerState.Unauthorized)
                {
                    EventTime = row.EventTime > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(row.EventTime) : null,
                };
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        var (platform, appId, now) = (key.Component.Value, key.AppId.Value, clock.GetUtcNow().ToUnixTimeMilliseconds());
        return VaultCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                var field = database.Cipher.Seal(SealedFields.RefreshToken(platform, appId), refreshToken);
                if (seenVersion > 0)
                {
                    return await database.Authorizers
                        .Where(row => row.Platform == platform && row.AppId == appId && row.RefreshVersion == seenVersion)
                        .ExecuteUpdateAsync(
                            row => row.SetProperty(changed => changed.RefreshToken, field)
                                .SetProperty(changed => changed.RefreshVersion, seenVersion + 1)
                                .SetProperty(changed => changed.UpdatedAt, now),
                            token) == 1;
                }

                // A new row says no more than that there is such an account; the rest comes from WeChat.
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                var was = await StatusNotes.ReadAsync(database, platform, appId, token);
                var isWritten = await database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO authorizer (platform, appid, kind, status, refresh_token, refresh_version, created_at, updated_at)
                    VALUES ({platform}, {appId}, {nameof(ServiceKind.Other)}, {Authorized}, {field}, 1, {now}, {now})
                    ON CONFLICT (platform, appid) DO UPDATE
                    SET refresh_token = excluded.refresh_token, refresh_version = 1, updated_at = excluded.updated_at
                    WHERE authorizer.refresh_version = 0
                    """,
                    token) == 1;
                if (isWritten)
                {
                    await StatusNotes.AddAsync(
                        database, platform, appId, was, was ?? Authorized, StatusSources.Code, why: null, now, token);
                    await transaction.CommitAsync(token);
                }

                return isWritten;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await UpdateAsync(
            key,
            (rows, token) => rows.Where(row => row.RefreshVersion == seenVersion).ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.RefreshToken, (byte[]?)null)
                    .SetProperty(changed => changed.RefreshVersion, seenVersion + 1)
                    .SetProperty(changed => changed.UpdatedAt, now),
                token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken)
    {
        var (now, status) = (clock.GetUtcNow().ToUnixTimeMilliseconds(), state.ToString());
        var sentence = state == AuthorizerState.Authorized ? null : why;
        if (!OfOneAuthorization.Contains(status))
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "Only an event or WeChat's list can say so.");
        }

        await SetStatusAsync(
            key,
            was => OfOneAuthorization.Contains(was),
            (rows, token) => rows.ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.Status, status)
                    .SetProperty(changed => changed.BrokenWhy, sentence)
                    .SetProperty(changed => changed.UpdatedAt, now),
                token),
            new StatusNote(clock.GetUtcNow(), StatusSources.Token, "", status, sentence ?? ""),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await SetStatusAsync(
            key,
            was => was != nameof(AuthorizerState.Test),
            (rows, token) => rows.ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.Status, Authorized)
                    .SetProperty(changed => changed.BrokenWhy, (string?)null)
                    .SetProperty(changed => changed.UpdatedAt, now),
                token),
            new StatusNote(clock.GetUtcNow(), StatusSources.Code, "", Authorized, ""),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken)
    {
        var platform = component.Value;
        return VaultCall.RunAsync(() => access.ReadAsync(
            async (database, token) =>
                await database.PlatformTickets.AsNoTracking().SingleOrDefaultAsync(row => row.Platform == platform, token) is { } row
                    ? new ComponentTicket(
                        database.Cipher.OpenText(SealedFields.Ticket(platform), row.Ticket),
                        DateTimeOffset.FromUnixTimeMilliseconds(row.CreateTime),
                        DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAt))
                    : null,
            cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken)
    {
        var platform = component.Value;
        var (created, received) = (ticket.CreateTime.ToUnixTimeMilliseconds(), ticket.ReceivedAt.ToUnixTimeMilliseconds());
        await VaultCall.RunAsync(() => access.WriteAsync(
            (database, token) =>
            {
                var field = database.Cipher.Seal(SealedFields.Ticket(platform), ticket.Value);
                return database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO platform_ticket (platform, ticket, create_time, received_at)
                    VALUES ({platform}, {field}, {created}, {received})
                    ON CONFLICT (platform) DO UPDATE
                    SET ticket = excluded.ticket, create_time = excluded.create_time, received_at = excluded.received_at
                    WHERE platform_ticket.create_time < excluded.create_time
                    """,
                    token);
            },
            cancellationToken));
    }

    /// <summary>Sets the status, where the one before allows it, and notes the change.</summary>
    private async ValueTask SetStatusAsync(
        AuthorizerKey key,
        Func<string, bool> mayChange,
        Func<IQueryable<AuthorizerRow>, CancellationToken, Task<int>> update,
        StatusNote note,
        CancellationToken cancellationToken)
    {
        var (platform, appId, now) = (key.Component.Value, key.AppId.Value, note.At.ToUnixTimeMilliseconds());
        await VaultCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                var was = await StatusNotes.ReadAsync(database, platform, appId, token);
                if (was is null || !mayChange(was))
                {
                    return 0;
                }

                var changed = await update(database.Authorizers.Where(row => row.Platform == platform && row.AppId == appId), token);
                await StatusNotes.AddAsync(database, platform, appId, was, note.Status, note.By, note.Why, now, token);
                await transaction.CommitAsync(token);
                return changed;
            },
            cancellationToken));
    }

    private async ValueTask UpdateAsync(
        AuthorizerKey key, Func<IQueryable<AuthorizerRow>, CancellationToken, Task<int>> update, CancellationToken cancellationToken)
    {
        var (platform, appId) = (key.Component.Value, key.AppId.Value);
        await VaultCall.RunAsync(() => access.WriteAsync(
            (database, token) => update(database.Authorizers.Where(row => row.Platform == platform && row.AppId == appId), token),
            cancellationToken));
    }
}
