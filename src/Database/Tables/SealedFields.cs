using System.Globalization;
using WxYarpGateway.Database.Encryption;

namespace WxYarpGateway.Database.Tables;

/// <summary>The sealed fields of all tables: what is written into one can be opened as that one alone.</summary>
internal static class SealedFields
{
    public static FieldAddress Ticket(string platform) => new("platform_ticket", "ticket", platform);

    public static FieldAddress RefreshToken(string platform, string appId) => new("authorizer", "refresh_token", $"{platform}/{appId}");

    public static FieldAddress EventBody(Guid id) => new("event_inbox", "body", Key(id));

    public static FieldAddress Meta(string name) => new("meta", "value", name);

    // The database gives a user's id when the row is there.
    public static FieldAddress SessionKey(string app, string openId) => new("user", "session_key", $"{app}/{openId}");

    public static FieldAddress PreviousKey(string app, string openId) => new("user", "previous_key", $"{app}/{openId}");

    public static FieldAddress Phone(long user) => new("user_phone", "phone", user.ToString(CultureInfo.InvariantCulture));

    public static FieldAddress DataProtectionKey(string id) => new("data_protection_key", "value", id);

    public static FieldAddress RecordBody(Guid id) => new("record", "body", Key(id));

    private static string Key(Guid id) => id.ToString("N");
}
