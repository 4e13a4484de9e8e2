using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Platform.Releases.Quota;

/// <summary>How many audits a platform may submit, as WeChat said once, and how many have been taken since.</summary>
/// <param name="Day">The day in Shanghai.</param>
/// <param name="Rest">How many there were.</param>
/// <param name="Taken">How many of them mini programs have taken.</param>
/// <param name="AskedAt">When WeChat said so, in milliseconds since 1970.</param>
internal sealed partial record QuotaState(DateOnly Day, int Rest, int Taken, long AskedAt)
{
    /// <summary>Gets a value indicating whether none is left.</summary>
    public bool IsUsedUp => Taken >= Rest;

    /// <summary>Returns it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, QuotaJson.Default.QuotaState);

    /// <summary>Reads it; <see langword="null"/> when there is none.</summary>
    public static QuotaState? Read(string? json)
        => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize(json, QuotaJson.Default.QuotaState);

    [JsonSerializable(typeof(QuotaState))]
    private sealed partial class QuotaJson : JsonSerializerContext;
}
