using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tables;

namespace WxYarpGateway.Database.Users;

/// <summary>Keeps a user who logs in, and the session_key that came with the code.</summary>
internal static class UserEntry
{
    /// <summary>Keeps the user; returns the id.</summary>
    /// <remarks>
    /// One statement makes the row or finds it, so that any number of first logins make one row. It also keeps others out of the row until
    /// the key is written, so that of two new keys one becomes the other's previous one.
    /// </remarks>
    public static async Task<long> RunAsync(
        GatewayDatabase database,
        string app,
        string openId,
        string unionId,
        string sessionKey,
        long now,
        CancellationToken cancellationToken)
    {
        var (field, union) = (SealedFields.SessionKey(app, openId), unionId.Length > 0 ? unionId : null);
        var sealedKey = database.Cipher.Seal(field, sessionKey);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var rows = await database.Database.SqlQuery<Kept>(
            $"""
            INSERT INTO "user" (app, openid, unionid, session_key, keys_at, created_at, login_at)
            VALUES ({app}, {openId}, {union}, {sealedKey}, {now}, {now}, {now})
            ON CONFLICT (app, openid) DO UPDATE
            SET unionid = COALESCE(excluded.unionid, "user".unionid), login_at = excluded.login_at
            RETURNING id AS "Id", session_key AS "SessionKey"
            """).ToListAsync(cancellationToken);
        var kept = rows[0];
        if (kept.SessionKey is not { } current || !current.AsSpan().SequenceEqual(sealedKey))
        {
            await ReplaceKeyAsync(database, kept, (app, openId), sessionKey, sealedKey, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return kept.Id;
    }

    private static async Task ReplaceKeyAsync(
        GatewayDatabase database,
        Kept kept,
        (string App, string OpenId) user,
        string sessionKey,
        byte[] sealedKey,
        long now,
        CancellationToken cancellationToken)
    {
        var last = OpenOrNull(database.Cipher, SealedFields.SessionKey(user.App, user.OpenId), kept.SessionKey);
        if (last == sessionKey)
        {
            // wx.login does not always change the key.
            return;
        }

        var previous = last is null ? null : database.Cipher.Seal(SealedFields.PreviousKey(user.App, user.OpenId), last);
        await database.Users.Where(row => row.Id == kept.Id).ExecuteUpdateAsync(
            row => row.SetProperty(changed => changed.SessionKey, sealedKey)
                .SetProperty(changed => changed.PreviousKey, previous)
                .SetProperty(changed => changed.KeysAt, now),
            cancellationToken);
    }

    /// <summary>Opens a key; one that was sealed with a key of the database's that is gone keeps nobody from logging in.</summary>
    public static string? OpenOrNull(FieldCipher cipher, FieldAddress field, byte[]? sealedKey)
    {
        try
        {
            return sealedKey is null ? null : cipher.OpenText(field, sealedKey);
        }
        catch (FieldUnreadableException)
        {
            return null;
        }
    }

    private sealed record Kept(long Id, byte[]? SessionKey);
}
