using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Describes a follower as <c>/cgi-bin/user/info</c> does.</summary>
public sealed record SimulatedUser
{
    /// <summary>Gets the openid.</summary>
    public required string OpenId { get; init; }

    /// <summary>Gets whether the user follows the account; of others WeChat returns only the openid and unionid.</summary>
    public bool IsSubscribed { get; init; } = true;

    /// <summary>Gets the unionid, or null when the account is not bound to an open platform account.</summary>
    public string? UnionId { get; init; }

    /// <summary>Gets the nickname, or null to leave it out, as WeChat does since 2021-12-27.</summary>
    public string? Nickname { get; init; }

    /// <summary>Gets the portrait's URL, or null to leave it out, as WeChat does since 2021-12-27.</summary>
    public string? HeadImageUrl { get; init; }

    /// <summary>Gets the sex for <c>/sns/userinfo</c>: 1 male, 2 female, 0 unknown. WeChat has returned only 0 since 2021.</summary>
    public int Sex { get; init; }

    /// <summary>Gets the province; <c>/cgi-bin/user/info</c> leaves an empty one out.</summary>
    public string Province { get; init; } = "";

    /// <summary>Gets the city; <c>/cgi-bin/user/info</c> leaves an empty one out.</summary>
    public string City { get; init; } = "";

    /// <summary>Gets the country; <c>/cgi-bin/user/info</c> leaves an empty one out.</summary>
    public string Country { get; init; } = "";

    /// <summary>Gets the privileges for <c>/sns/userinfo</c>.</summary>
    public IReadOnlyList<string> Privileges { get; init; } = [];

    /// <summary>Gets whether this is the virtual user of a snapshot page (<c>is_snapshotuser</c>), who is not asked for consent.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>Gets the language.</summary>
    public string Language { get; init; } = "zh_CN";

    /// <summary>Gets when the user subscribed, in seconds since 1970.</summary>
    public long SubscribeTime { get; init; } = 1_700_000_000;

    /// <summary>Gets the operator's remark.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Gets the group.</summary>
    public int GroupId { get; init; }

    /// <summary>Gets the tags.</summary>
    public IReadOnlyList<int> TagIds { get; init; } = [];

    /// <summary>Gets where the user subscribed.</summary>
    public string SubscribeScene { get; init; } = "ADD_SCENE_QR_CODE";

    /// <summary>Gets raw bytes to send between the quotes of nickname, remark, city, province or country, by that name.</summary>
    public IReadOnlyDictionary<string, byte[]> RawFields { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Gets the phone number that mini programs get, without the country code; null for one made of the openid.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Gets the country code of the phone number.</summary>
    public string CountryCode { get; init; } = "86";

    /// <summary>Gets the number of the scanned QR code.</summary>
    public int QrScene { get; init; }

    /// <summary>Gets the text of the scanned QR code.</summary>
    public string QrSceneText { get; init; } = "";

    /// <summary>Returns the user with the raw bytes in place of their fields.</summary>
    internal SimulatedUser WithRawFields() => RawFields.Aggregate(this, (user, field) => field.Key switch
    {
        "nickname" => user with { Nickname = RawText.Of(field.Value) },
        "remark" => user with { Remark = RawText.Of(field.Value) },
        "city" => user with { City = RawText.Of(field.Value) },
        "province" => user with { Province = RawText.Of(field.Value) },
        "country" => user with { Country = RawText.Of(field.Value) },
        _ => throw new ArgumentException($"'{field.Key}' cannot be sent raw; 'nickname', 'remark', 'city', 'province' and 'country' can."),
    });
}
