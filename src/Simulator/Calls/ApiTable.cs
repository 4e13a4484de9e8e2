using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Maps the paths of the WeChat API to the endpoints that answer them.</summary>
internal sealed class ApiTable
{
    private readonly Dictionary<string, Func<ApiCall, ApiAnswer>> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>> _streaming = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Paths => [.. _whole.Keys, .. _streaming.Keys];

    /// <summary>Adds an endpoint that takes a call with its body and answers with JSON.</summary>
    public void Add(string path, Func<ApiCall, ApiAnswer> endpoint) => _whole.Add(path, endpoint);

    /// <summary>Adds an endpoint that reads the body or writes the response itself; it returns null when it wrote the response.</summary>
    public void AddStreaming(string path, Func<HttpContext, ApiCall, Task<ApiAnswer?>> endpoint) => _streaming.Add(path, endpoint);

    /// <summary>Adds the endpoints that a class lists.</summary>
    public void Add(IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> endpoints)
    {
        foreach (var (path, endpoint) in endpoints)
        {
            Add(path, endpoint);
        }
    }

    public bool Contains(string path) => _whole.ContainsKey(path) || _streaming.ContainsKey(path);

    public bool TryFind(string path, [NotNullWhen(true)] out Func<ApiCall, ApiAnswer>? endpoint) => _whole.TryGetValue(path, out endpoint);

    public bool TryFindStreaming(string path, [NotNullWhen(true)] out Func<HttpContext, ApiCall, Task<ApiAnswer?>>? endpoint) =>
        _streaming.TryGetValue(path, out endpoint);
}
