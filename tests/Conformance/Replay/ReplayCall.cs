using System.Text.Json;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>A call that WeChat or the backend must get.</summary>
/// <param name="Path">Its path.</param>
public sealed record ReplayCall(string Path)
{
    public string Method { get; init; } = "POST";

    /// <summary>Gets parameters of the query, decoded; <see langword="null"/> for one that must not be there.</summary>
    public IReadOnlyDictionary<string, string?> Query { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets headers; <see langword="null"/> for one that must not be there.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets what the body holds, among other things.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>Gets the properties that the body must not have.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];
}
