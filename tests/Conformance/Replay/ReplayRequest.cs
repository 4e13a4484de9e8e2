namespace WxYarpGateway.Conformance.Replay;

/// <summary>A request of a browser or a backend.</summary>
/// <param name="Url">Path and query, byte for byte.</param>
public sealed record ReplayRequest(string Url)
{
    public string Method { get; init; } = "GET";

    /// <summary>Gets whether it comes to the internal listener, as those of backends do.</summary>
    public bool IsInternal { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Gets how many such requests come at once; <c>{n}</c> in the URL numbers them.</summary>
    public int Copies { get; init; } = 1;
}
