using System.Text.Json;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>What must come of a request. What is not said is not looked at; a text that begins with <c>~</c> is a pattern.</summary>
public sealed record ReplayExpectation
{
    public int Status { get; init; } = 200;

    /// <summary>Gets headers of the answer; <see langword="null"/> for one that must not be there.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets the whole body.</summary>
    public string? Body { get; init; }

    /// <summary>Gets what the body holds, among other things.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>Gets the fields of the reply that WeChat opens, by their path.</summary>
    public IReadOnlyDictionary<string, string> Reply { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets within how many seconds the answer comes.</summary>
    public double Within { get; init; } = 4.8;

    /// <summary>Gets the calls that the backend gets, all of them.</summary>
    public IReadOnlyList<ReplayCall>? Backend { get; init; }

    /// <summary>Gets how many calls the backend gets, where they are too many to list.</summary>
    public int? BackendCalls { get; init; }

    /// <summary>Gets the calls that WeChat gets, among others.</summary>
    public IReadOnlyList<ReplayCall> WeChat { get; init; } = [];

    /// <summary>Gets how many calls WeChat gets, by path.</summary>
    public IReadOnlyDictionary<string, int> WeChatCalls { get; init; } = new Dictionary<string, int>();

    /// <summary>Gets what must stand neither in the answer nor in a call of the backend.</summary>
    public IReadOnlyList<string> Nowhere { get; init; } = [];
}
