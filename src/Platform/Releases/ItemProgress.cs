using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Platform.Releases;

/// <summary>What must be known of a mini program to go on after the gateway was killed.</summary>
public sealed partial record ItemProgress
{
    /// <summary>Gets the progress of one with which nothing was done.</summary>
    public static ItemProgress None { get; } = new();

    /// <summary>Gets when it came into its state, in milliseconds since 1970.</summary>
    public long Since { get; init; }

    /// <summary>
    /// Gets a value indicating whether the call of its state may have been sent: it was written before the call. Then WeChat is asked
    /// whether the call took effect before it is sent again.
    /// </summary>
    public bool IsTried { get; init; }

    /// <summary>Gets what WeChat showed before the call, such as the last audit: another value is the effect of the call.</summary>
    public string? Seen { get; init; }

    /// <summary>
    /// Gets when the call of its state was sent last, in milliseconds since 1970; 0 once WeChat has answered that it did not do it. A call
    /// without an answer may take effect later.
    /// </summary>
    public long SentAt { get; init; }

    /// <summary>
    /// Gets a value indicating whether the call was sent again although nobody knows what became of the one before: a refusal may then
    /// mean that the one before took effect.
    /// </summary>
    public bool IsUnsure { get; init; }

    /// <summary>Gets how often it was asked in vain whether something is over.</summary>
    public int Polls { get; init; }

    /// <summary>Gets how many calls in a row failed for a reason that passes.</summary>
    public int Failures { get; init; }

    /// <summary>Gets a value indicating whether it has one of the platform's submissions for itself.</summary>
    public bool HasQuota { get; init; }

    /// <summary>Gets the stage of a gradual release that is in force; -1 for none.</summary>
    public int Stage { get; init; } = -1;

    /// <summary>Gets how many events about the audit have been looked into.</summary>
    public int Heard { get; init; }

    /// <summary>Gets what ends the failure, where that is known; else empty.</summary>
    public string Cure { get; init; } = "";

    /// <summary>Gets the state in which it failed or was cancelled, and goes on when it is tried again; null to begin anew.</summary>
    public string? EndedIn { get; init; }

    /// <summary>Gets WeChat's media ids of the screenshots with which an audit was rejected.</summary>
    public IReadOnlyList<string> Screenshots { get; init; } = [];

    /// <summary>Returns it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProgressJson.Default.ItemProgress);

    /// <summary>Reads it; what is missing has its usual value.</summary>
    /// <param name="json">The JSON.</param>
    public static ItemProgress Read(string? json)
        => string.IsNullOrEmpty(json) ? None : JsonSerializer.Deserialize(json, ProgressJson.Default.ItemProgress) ?? None;

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(ItemProgress))]
    private sealed partial class ProgressJson : JsonSerializerContext;
}
