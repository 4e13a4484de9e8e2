using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Users;

/// <summary>Reads users with their profiles and phones.</summary>
internal static class UserReading
{
    private const string PhoneTable = "user_phone";
    private const string PhoneColumn = "phone";

    /// <summary>Returns a user; <see langword="null"/> when there is none.</summary>
    public static async Task<KeptUser?> FindAsync(GatewayDatabase database, string app, long id, CancellationToken cancellationToken)
    {
        var rows = await Joined(database, database.Users.Where(row => row.App == app && row.Id == id)).ToListAsync(cancellationToken);
        return rows is [var row] ? KeptOf(database.Cipher, row) : null;
    }

    /// <summary>Returns a page of a search.</summary>
    public static async Task<IReadOnlyList<KeptUser>> SearchAsync(
        GatewayDatabase database, string app, UserSearch search, CancellationToken cancellationToken)
    {
        var (openId, unionId, after) = (search.OpenId, search.UnionId, search.After);
        var users = database.Users.Where(row => row.App == app && row.Id > after);
        if (openId is not null)
        {
            users = users.Where(row => row.OpenId == openId);
        }

        if (unionId is not null)
        {
            users = users.Where(row => row.UnionId == unionId);
        }

        if (search.Phone is { } typed)
        {
            var fingerprints = UserPhone.FormsOf(typed)
                .SelectMany(form => database.Cipher.Fingerprints(PhoneTable, PhoneColumn, form)).ToArray();
            users = users.Where(row => database.UserPhones.Any(phone => phone.User == row.Id && fingerprints.Contains(phone.PhoneHmac)));
        }

        var rows = await Joined(database, users.OrderBy(row => row.Id).Take(search.Most)).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.User.Id).Select(row => KeptOf(database.Cipher, row))];
    }

    /// <summary>Returns users with what hangs on them.</summary>
    public static IQueryable<Row> Joined(GatewayDatabase database, IQueryable<UserRow> users)
        => from user in users.AsNoTracking()
           join profile in database.UserProfiles.AsNoTracking() on user.Id equals profile.User into profiles
           from profile in profiles.DefaultIfEmpty()
           join phone in database.UserPhones.AsNoTracking() on user.Id equals phone.User into phones
           from phone in phones.DefaultIfEmpty()
           select new Row { User = user, Profile = profile, Phone = phone };

    /// <summary>Returns a user as backends are told.</summary>
    public static LoginUser UserOf(FieldCipher cipher, Row row) => new(row.User.Id, row.User.App, row.User.OpenId)
    {
        UnionId = row.User.UnionId ?? "",
        Nickname = row.Profile?.Nickname ?? "",
        AvatarUrl = row.Profile?.AvatarUrl ?? "",
        Phone = row.Phone is not null && UserEntry.OpenOrNull(cipher, SealedFields.Phone(row.User.Id), row.Phone.Phone) is { } phone
            ? UserPhone.Parse(phone)
            : null,
    };

    /// <summary>Returns the fingerprint by which a phone is found.</summary>
    public static byte[] FingerprintOf(FieldCipher cipher, UserPhone phone)
        => cipher.Fingerprint(PhoneTable, PhoneColumn, phone.Canonical);

    private static KeptUser KeptOf(FieldCipher cipher, Row row) => new(
        UserOf(cipher, row),
        Time(row.User.CreatedAt),
        Time(row.User.LoginAt),
        row.User.KeysAt is { } at ? Time(at) : null,
        row.Phone is null ? null : Time(row.Phone.At));

    private static DateTimeOffset Time(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);

    /// <summary>A user with what hangs on it.</summary>
    internal sealed class Row
    {
        public required UserRow User { get; init; }

        public UserProfileRow? Profile { get; init; }

        public UserPhoneRow? Phone { get; init; }
    }
}
