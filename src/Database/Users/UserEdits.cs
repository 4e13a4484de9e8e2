using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Users;

/// <summary>Writes what users tell of themselves.</summary>
internal static class UserEdits
{
    /// <summary>Writes a profile; an empty value leaves what is there. Returns whether there is such a user.</summary>
    public static async Task<bool> SaveProfileAsync(
        GatewayDatabase database, long id, string nickname, string avatarUrl, string unionId, CancellationToken cancellationToken)
    {
        var (name, picture, union) = (OrNull(nickname), OrNull(avatarUrl), OrNull(unionId));
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await HoldAsync(database, id, cancellationToken))
        {
            return false;
        }

        if (union is not null)
        {
            await database.Users.Where(row => row.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.UnionId, union), cancellationToken);
        }

        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO user_profile ("user", nickname, avatar_url) VALUES ({id}, {name}, {picture})
            ON CONFLICT ("user") DO UPDATE
            SET nickname = COALESCE(excluded.nickname, user_profile.nickname),
                avatar_url = COALESCE(excluded.avatar_url, user_profile.avatar_url)
            """,
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Writes a phone; returns whether there is such a user.</summary>
    public static async Task<bool> SavePhoneAsync(
        GatewayDatabase database, long id, UserPhone phone, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await HoldAsync(database, id, cancellationToken))
        {
            return false;
        }

        await WritePhoneAsync(database, id, phone, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Writes a phone of a user who is held, in the place of any that is there.</summary>
    public static async Task WritePhoneAsync(
        GatewayDatabase database, long id, UserPhone phone, long now, CancellationToken cancellationToken)
    {
        var sealedPhone = database.Cipher.Seal(SealedFields.Phone(id), phone.Canonical);
        var (fingerprint, code) = (UserReading.FingerprintOf(database.Cipher, phone), phone.CountryCode);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO user_phone ("user", phone, phone_hmac, country_code, at)
            VALUES ({id}, {sealedPhone}, {fingerprint}, {code}, {now})
            ON CONFLICT ("user") DO UPDATE
            SET phone = excluded.phone, phone_hmac = excluded.phone_hmac, country_code = excluded.country_code, at = excluded.at
            """,
            cancellationToken);
    }

    /// <summary>Keeps others from erasing a user until the transaction ends; returns whether there is one.</summary>
    public static async Task<bool> HoldAsync(GatewayDatabase database, long id, CancellationToken cancellationToken)
        => await database.Users.Where(row => row.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(same => same.LoginAt, same => same.LoginAt), cancellationToken) == 1;

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
