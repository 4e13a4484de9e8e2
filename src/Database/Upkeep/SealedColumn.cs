using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Meta;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>A column whose values are sealed, for work on all of them.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Key">The columns of the table's key.</param>
/// <param name="Naming">The columns that name a value's place, when the key does not.</param>
/// <param name="PlaceOf">Returns a value's place from the columns that name it.</param>
internal sealed record SealedColumn(
    string Table, string Column, string[] Key, string[] Naming, Func<IReadOnlyList<string>, FieldAddress> PlaceOf)
{
    /// <summary>Gets the column with the fingerprint of the value, or <see langword="null"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Gets a value indicating whether values are base64 in a text; then only names that say so are sealed.</summary>
    public bool IsText { get; init; }

    /// <summary>Gets all sealed columns.</summary>
    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        new("meta", "value", ["name"], ["name"], names => SealedFields.Meta(names[0])) { IsText = true },
        new("platform_ticket", "ticket", ["platform"], ["platform"], names => SealedFields.Ticket(names[0])),
        new(
            "authorizer", "refresh_token", ["platform", "appid"], ["platform", "appid"],
            names => SealedFields.RefreshToken(names[0], names[1])),
        new("event_inbox", "body", ["id"], ["id"], names => SealedFields.EventBody(Guid.Parse(names[0]))),
        new("user", "session_key", ["id"], ["app", "openid"], names => SealedFields.SessionKey(names[0], names[1])),
        new("user", "previous_key", ["id"], ["app", "openid"], names => SealedFields.PreviousKey(names[0], names[1])),
        new("user_phone", "phone", ["user"], ["user"], names => SealedFields.Phone(long.Parse(names[0], Invariant)))
        {
            Fingerprint = "phone_hmac",
        },
        new("data_protection_key", "value", ["id"], ["id"], names => SealedFields.DataProtectionKey(names[0])),
        new("record", "body", ["id"], ["id"], names => SealedFields.RecordBody(Guid.Parse(names[0]))),
    ];

    /// <summary>Gets the condition of rows that have a sealed value.</summary>
    public string Condition => IsText ? $"name LIKE '{MetaNames.Sealed}%'" : $"\"{Column}\" IS NOT NULL";

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
