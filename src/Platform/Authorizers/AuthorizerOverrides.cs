using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>What the API or the console made different for an authorizer.</summary>
/// <remarks>Backends by name, <c>UserInfo</c>, <c>Reply</c>, <c>Limits</c> and <c>Login</c>; keys and tokens never.</remarks>
internal sealed partial record AuthorizerOverrides
{
    /// <summary>Gets the name of the backend for messages; <see langword="null"/> for what the configuration says.</summary>
    public string? MessageBackend { get; init; }

    /// <summary>Gets the name of the backend for OAuth redirects.</summary>
    public string? OAuthBackend { get; init; }

    /// <summary>Gets the keys of <see cref="UserInfoOptions"/> that differ.</summary>
    public JsonObject? UserInfo { get; init; }

    /// <summary>Gets the keys of <see cref="ReplyOptions"/> that differ.</summary>
    public JsonObject? Reply { get; init; }

    /// <summary>Gets the keys of <see cref="ServiceLimitOptions"/> that differ.</summary>
    public JsonObject? Limits { get; init; }

    /// <summary>Gets the login proxy.</summary>
    public JsonObject? Login { get; init; }

    /// <summary>Reads overrides.</summary>
    /// <param name="json">A JSON object.</param>
    /// <exception cref="JsonException">The text is no such object, or has a key that cannot be overridden.</exception>
    public static AuthorizerOverrides Read(string json)
        => JsonSerializer.Deserialize(json, OverridesJson.Default.AuthorizerOverrides)
            ?? throw new JsonException("Overrides are a JSON object; this is null.");

    /// <summary>Returns a policy with what differs.</summary>
    /// <param name="policy">What the configuration says.</param>
    /// <exception cref="JsonException">A key is unknown, or a value is of another type.</exception>
    public ServicePolicy Over(ServicePolicy policy) => policy with
    {
        UserInfo = Over(policy.UserInfo, UserInfo, OverridesJson.Default.UserInfoOptions),
        Reply = Over(policy.Reply, Reply, OverridesJson.Default.ReplyOptions),
        Limits = Over(policy.Limits, Limits, OverridesJson.Default.ServiceLimitOptions),
    };

    private static TOptions Over<TOptions>(
        TOptions options, JsonObject? differing, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TOptions> type)
        where TOptions : class
    {
        if (differing is not { Count: > 0 })
        {
            return options;
        }

        var merged = JsonSerializer.SerializeToNode(options, type)!.AsObject();
        foreach (var (key, value) in differing)
        {
            // Keys are those of the configuration, whose case does not matter.
            var known = merged.FirstOrDefault(property => property.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Key ?? key;
            merged[known] = value?.DeepClone();
        }

        return merged.Deserialize(type)!;
    }

    // Overrides have tokens of backends in Login.
    /// <inheritdoc/>
    public override string ToString() => nameof(AuthorizerOverrides);

    [JsonSerializable(typeof(AuthorizerOverrides))]
    [JsonSerializable(typeof(UserInfoOptions))]
    [JsonSerializable(typeof(ReplyOptions))]
    [JsonSerializable(typeof(ServiceLimitOptions))]
    [JsonSourceGenerationOptions(
        UseStringEnumConverter = true,
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
    private sealed partial class OverridesJson : JsonSerializerContext;
}
