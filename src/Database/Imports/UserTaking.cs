using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;

namespace WxYarpGateway.Database.Imports;

/// <summary>Adds users, and to those that are there what they lack.</summary>
internal static class UserTaking
{
    /// <summary>Takes users, all or none; see <see cref="UserImport.Run"/>.</summary>
    public static async Task<ImportedUsers> RunAsync(
        GatewayDatabase database,
        IReadOnlyList<ImportedUser> users,
        IdRanges ids,
        long now,
        bool isWritten,
        CancellationToken cancellationToken)
    {
        await using var transaction = isWritten ? await database.Database.BeginTransactionAsync(cancellationToken) : null;
        var known = await KnownAsync(database, users, cancellationToken);
        var taken = await TakenAsync(database, users, ids, cancellationToken);
        var added = new List<(ImportedUser User, UserRow Row)>();
        var (completed, otherId) = (0L, new List<long>());
        foreach (var user in users)
        {
            if (!known.TryGetValue((user.App, user.OpenId), out var row))
            {
                var id = ids.Of(user.Id) is var free && taken.Contains(free) ? 0 : free;
                added.Add((user, RowOf(database, user, id, now)));
                if (id != user.Id)
                {
                    otherId.Add(user.Id);
                }

                continue;
            }

            if (row.User.Id != user.Id)
            {
                otherId.Add(user.Id);
            }

            if (Lacks(row, user))
            {
                completed++;
                if (isWritten)
                {
                    await CompleteAsync(database, row.User.Id, user, now, cancellationToken);
                }
            }
        }

        if (isWritten)
        {
            await AddAsync(database, added, cancellationToken);
            await transaction!.CommitAsync(cancellationToken);
        }

        return new ImportedUsers(added.Count, completed, users.Count - added.Count - completed, otherId);
    }

    private static async Task<Dictionary<(string App, string OpenId), UserReading.Row>> KnownAsync(
        GatewayDatabase database, IReadOnlyList<ImportedUser> users, CancellationToken cancellationToken)
    {
        string[] apps = [.. users.Select(user => user.App).Distinct()];
        string[] openIds = [.. users.Select(user => user.OpenId).Distinct()];
        var rows = await UserReading.Joined(
            database, database.Users.Where(row => apps.Contains(row.App) && openIds.Contains(row.OpenId))).ToListAsync(cancellationToken);
        return rows.ToDictionary(row => (row.User.App, row.User.OpenId));
    }

    private static async Task<HashSet<long>> TakenAsync(
        GatewayDatabase database, IReadOnlyList<ImportedUser> users, IdRanges ids, CancellationToken cancellationToken)
    {
        long[] wanted = [.. users.Select(user => ids.Of(user.Id))];
        return [.. await database.Users.Where(row => wanted.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken)];
    }

    private static bool Lacks(UserReading.Row row, ImportedUser user)
        => (row.User.UnionId is null && user.UnionId.Length > 0)
            || (row.User.SessionKey is null && user.SessionKey.Length > 0)
            || (row.Profile?.Nickname is null && user.Nickname.Length > 0)
            || (row.Profile?.AvatarUrl is null && user.AvatarUrl.Length > 0)
            || (row.Phone is null && user.Phone is not null);

    private static UserRow RowOf(GatewayDatabase database, ImportedUser user, long id, long now)
    {
        var seen = Math.Min(user.SeenAt.ToUnixTimeMilliseconds(), now);
        return new UserRow
        {
            Id = id,
            App = user.App,
            OpenId = user.OpenId,
            UnionId = OrNull(user.UnionId),
            SessionKey = KeyOf(database, user),
            KeysAt = user.SessionKey.Length > 0 ? seen : null,
            CreatedAt = Math.Min(user.CreatedAt.ToUnixTimeMilliseconds(), now),
            LoginAt = seen,
        };
    }

    private static async Task AddAsync(
        GatewayDatabase database, List<(ImportedUser User, UserRow Row)> added, CancellationToken cancellationToken)
    {
        // The rows first: what belongs to a user is kept, and a phone is sealed, by the id.
        database.Users.AddRange(added.Select(pair => pair.Row));
        await database.SaveChangesAsync(cancellationToken);
        foreach (var (user, row) in added)
        {
            if (user.Nickname.Length > 0 || user.AvatarUrl.Length > 0)
            {
                database.UserProfiles.Add(new UserProfileRow
                {
                    User = row.Id,
                    Nickname = OrNull(user.Nickname),
                    AvatarUrl = OrNull(user.AvatarUrl),
                });
            }

            if (user.Phone is { } phone)
            {
                database.UserPhones.Add(new UserPhoneRow
                {
                    User = row.Id,
                    Phone = database.Cipher.Seal(SealedFields.Phone(row.Id), phone.Canonical),
                    PhoneHmac = UserReading.FingerprintOf(database.Cipher, phone),
                    CountryCode = phone.CountryCode,
                    At = row.LoginAt,
                });
            }
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    // What the user told here since is newer.
    private static async Task CompleteAsync(
        GatewayDatabase database, long id, ImportedUser user, long now, CancellationToken cancellationToken)
    {
        if (!await UserEdits.HoldAsync(database, id, cancellationToken))
        {
            return;
        }

        if (OrNull(user.UnionId) is { } union)
        {
            await database.Users.Where(row => row.Id == id && row.UnionId == null)
                .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.UnionId, union), cancellationToken);
        }

        if (KeyOf(database, user) is { } key)
        {
            var seen = Math.Min(user.SeenAt.ToUnixTimeMilliseconds(), now);
            await database.Users.Where(row => row.Id == id && row.SessionKey == null).ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.SessionKey, key).SetProperty(changed => changed.KeysAt, seen), cancellationToken);
        }

        var (name, picture) = (OrNull(user.Nickname), OrNull(user.AvatarUrl));
        if (name is not null || picture is not null)
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO user_profile ("user", nickname, avatar_url) VALUES ({id}, {name}, {picture})
                ON CONFLICT ("user") DO UPDATE
                SET nickname = COALESCE(user_profile.nickname, excluded.nickname),
                    avatar_url = COALESCE(user_profile.avatar_url, excluded.avatar_url)
                """,
                cancellationToken);
        }

        if (user.Phone is { } phone && !await database.UserPhones.AnyAsync(row => row.User == id, cancellationToken))
        {
            await UserEdits.WritePhoneAsync(database, id, phone, Math.Min(user.SeenAt.ToUnixTimeMilliseconds(), now), cancellationToken);
        }
    }

    private static byte[]? KeyOf(GatewayDatabase database, ImportedUser user) => user.SessionKey.Length > 0
        ? database.Cipher.Seal(SealedFields.SessionKey(user.App, user.OpenId), user.SessionKey) : null;

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
