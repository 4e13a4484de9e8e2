using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>What the API or the console made different for an authorizer's login. Backends are names, never addresses.</summary>
internal sealed partial record LoginOverrides
{
    public string? Backend { get; init; }

    public string? BackendToken { get; init; }

    public LoginSessionOverrides? Session { get; init; }

    public IReadOnlyList<string>? RequireLogin { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>Reads overrides; <see langword="null"/> for none, and for what a newer version wrote: logins are more important.</summary>
    public static LoginOverrides? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, OverridesJson.Default.LoginOverrides);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns options with what differs.</summary>
    public LoginOptions Over(LoginOptions options) => new()
    {
        Backend = options.Backend,
        BackendToken = BackendToken ?? options.BackendToken,
        Session = new LoginSessionOptions
        {
            Life = Session?.Life ?? options.Session.Life,
            Longest = Session?.Longest ?? options.Session.Longest,
            PerUser = Session?.PerUser ?? options.Session.PerUser,
        },
        RequireLogin = RequireLogin ?? options.RequireLogin,
        TimeZone = TimeZone ?? options.TimeZone,
        MessageApi = options.MessageApi,
        MessageApiToken = options.MessageApiToken,
        ReplyToken = options.ReplyToken,
        ReplyMediaHosts = options.ReplyMediaHosts,
        ContentCheck = options.ContentCheck,
    };

    /// <summary>Returns the name only: the overrides have tokens.</summary>
    public override string ToString() => nameof(LoginOverrides);

    /// <summary>The keys of <see cref="LoginSessionOptions"/> that differ.</summary>
    internal sealed record LoginSessionOverrides(TimeSpan? Life, TimeSpan? Longest, int? PerUser);

    [JsonSerializable(typeof(LoginOverrides))]
    [JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
    private sealed partial class OverridesJson : JsonSerializerContext;
}
