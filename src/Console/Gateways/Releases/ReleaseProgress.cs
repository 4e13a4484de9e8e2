using System.Text.Json;

namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>How far a release is.</summary>
public sealed record ReleaseProgress
{
    /// <summary>Gets its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Gets its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets its state, such as <c>Running</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Gets why it is held up; null when it is not.</summary>
    public string? Why { get; init; }

    /// <summary>Gets until when it is held up; null when it is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets how many mini programs are in each state; states without any are missing.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>Gets how many mini programs it means.</summary>
    public int Total { get; init; }

    /// <summary>Gets when it was filed.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets the order as it was filed; null in lists and events.</summary>
    public JsonElement? Order { get; init; }

    /// <summary>Gets a value indicating whether nothing will happen any more by itself.</summary>
    public bool IsOver => State is "Ended" or "Cancelled";

    /// <summary>Returns how many mini programs are in a state.</summary>
    public int Of(string state) => Counts.GetValueOrDefault(state);
}
