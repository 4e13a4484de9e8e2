using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables;

namespace WxYarpGateway.Database.Users;

/// <summary>Replaces a session_key that WeChat changed outside of a login.</summary>
internal static class UserKeys
{
    /// <summary>Replaces the key, if the current one is still the one that was seen; that becomes the previous one.</summary>
    public static async Task<bool> ReplaceAsync(
        GatewayDatabase database, string app, long id, string seen, string sessionKey, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await UserEdits.HoldAsync(database, id, cancellationToken))
        {
            return false;
        }

        var rows = await database.Users.AsNoTracking().Where(row => row.App == app && row.Id == id).ToListAsync(cancellationToken);
        if (rows is not [var row]
            || UserEntry.OpenOrNull(database.Cipher, SealedFields.SessionKey(app, row.OpenId), row.SessionKey) != seen)
        {
            return false;
        }

        var (current, previous) = (
            database.Cipher.Seal(SealedFields.SessionKey(app, row.OpenId), sessionKey),
            database.Cipher.Seal(SealedFields.PreviousKey(app, row.OpenId), seen));
        await database.Users.Where(one => one.Id == id).ExecuteUpdateAsync(
            one => one.SetProperty(changed => changed.SessionKey, current)
                .SetProperty(changed => changed.PreviousKey, previous)
                .SetProperty(changed => changed.KeysAt, now),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
