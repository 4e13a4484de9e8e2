using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.People;

/// <summary>A person who logged in to a mini program. This part of the API has its names in camelCase.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="Appid">The mini program.</param>
/// <param name="Openid">WeChat's id there.</param>
/// <param name="Unionid">WeChat's id at all accounts of one owner; empty when there is none.</param>
/// <param name="Nickname">The nickname.</param>
public sealed record Person(long Id, string Appid, string? Openid, string? Unionid, string? Nickname)
{
    /// <summary>Gets the address of the picture.</summary>
    [JsonPropertyName("avatarUrl")]
    public string? AvatarUrl { get; init; }

    /// <summary>Gets the phone number.</summary>
    public Phone? Phone { get; init; }

    /// <summary>Gets a value indicating whether a session_key is kept.</summary>
    [JsonPropertyName("hasSessionKey")]
    public bool HasSessionKey { get; init; }

    /// <summary>Gets since when the session_key is kept.</summary>
    [JsonPropertyName("sessionKeyAt")]
    public DateTimeOffset? SessionKeyAt { get; init; }

    /// <summary>Gets when the person came first.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Gets when the person logged in last.</summary>
    [JsonPropertyName("lastLogin")]
    public DateTimeOffset? LastLogin { get; init; }

    /// <summary>Gets the sessions; only told with one person.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    /// <summary>Returns the person without what tells who it is, as viewers see it.</summary>
    public Person Masked() => this with { Openid = null, Unionid = null, Nickname = null, AvatarUrl = null, Phone = null };

    /// <summary>Returns the id only: the rest is personal.</summary>
    public override string ToString() => $"person {Id}";
}
