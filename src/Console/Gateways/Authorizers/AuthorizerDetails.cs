using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>All that the gateway tells of an account.</summary>
public sealed record AuthorizerDetails : AuthorizerBrief
{
    /// <summary>Gets the original id, such as <c>gh_…</c>.</summary>
    [JsonPropertyName("originalId")]
    public string? OriginalId { get; init; }

    /// <summary>Gets why there is no token.</summary>
    public string? Why { get; init; }

    /// <summary>Gets whose it is.</summary>
    public string? Principal { get; init; }

    /// <summary>Gets its name at WeChat.</summary>
    public string? Alias { get; init; }

    /// <summary>Gets how it is verified; -1 for not.</summary>
    [JsonPropertyName("verifyType")]
    public int? VerifyType { get; init; }

    /// <summary>Gets its status at WeChat.</summary>
    [JsonPropertyName("accountStatus")]
    public int? AccountStatus { get; init; }

    /// <summary>Gets the numbers of what its owner granted.</summary>
    [JsonPropertyName("permissionSets")]
    public IReadOnlyList<int> PermissionSets { get; init; } = [];

    /// <summary>Gets what differs from the platform's options; null for nothing.</summary>
    public JsonElement? Overrides { get; init; }

    /// <summary>Gets the note.</summary>
    public string? Note { get; init; }

    /// <summary>Gets the time of the newest event that was applied.</summary>
    [JsonPropertyName("eventTime")]
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Gets when the gateway learned of it.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Gets when anything of it changed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Gets its tokens in the memory of the replica; null from an older gateway.</summary>
    public IReadOnlyList<AuthorizerToken>? Tokens { get; init; }
}
