using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Platform.Sync;

/// <summary>One comparison of a platform's authorizers with WeChat's list.</summary>
public sealed partial record SyncRun
{
    /// <summary>So long a replica has a run to itself, before it moves the time on.</summary>
    /// <value>More than a page takes, with its inquiries: 500 calls, four at a time.</value>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    // The clocks of replicas differ. A time further ahead is of one that was wrong, and must not hold up comparisons until then.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets how far it is.</summary>
    public SyncStatus Status { get; init; }

    /// <summary>Gets when it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets until when the replica that runs it has it to itself; the replica moves it on.</summary>
    public DateTimeOffset HeldUntil { get; init; }

    /// <summary>Gets when it ended; <see langword="null"/> while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets how many accounts WeChat's list had.</summary>
    public int Seen { get; init; }

    /// <summary>Gets how many WeChat counted.</summary>
    public int Total { get; init; }

    /// <summary>Gets how many rows were made.</summary>
    public int Added { get; init; }

    /// <summary>Gets how many rows were brought up to date.</summary>
    public int Updated { get; init; }

    /// <summary>Gets how many accounts turned out to be authorized no longer.</summary>
    public int Ended { get; init; }

    /// <summary>Gets how many accounts WeChat could not be asked about; their rows are as they were.</summary>
    public int Failed { get; init; }

    /// <summary>Gets what went wrong last, as a sentence without secrets; empty for nothing.</summary>
    public string Error { get; init; } = "";

    /// <summary>Returns whether some replica is at it.</summary>
    /// <param name="now">The time.</param>
    public bool IsRunning(DateTimeOffset now) => Status == SyncStatus.Running && HeldUntil > now && HeldUntil <= now + Lease + Skew;

    /// <summary>Returns whether another comparison is due after this one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="interval">The time between two.</param>
    internal bool IsDue(DateTimeOffset now, TimeSpan interval)
    {
        var pause = Status == SyncStatus.Failed && interval > PauseAfterFailure ? PauseAfterFailure : interval;
        return Status == SyncStatus.Running ? !IsRunning(now) : now >= EndedAt + pause || EndedAt > now + Skew;
    }

    /// <summary>Returns the run as text.</summary>
    internal string Write() => JsonSerializer.Serialize(this, SyncRunJson.Default.SyncRun);

    /// <summary>Reads a run; <see langword="null"/> when a later version wrote it, or nobody.</summary>
    internal static SyncRun? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, SyncRunJson.Default.SyncRun);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(SyncRun))]
    [JsonSourceGenerationOptions(UseStringEnumConverter = true)]
    private sealed partial class SyncRunJson : JsonSerializerContext;
}
