using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>One file of cases: a chapter of what go-wx-gateway did, and what its users find here instead.</summary>
/// <param name="About">What the chapter is about.</param>
/// <param name="Rows">The behaviours of go-wx-gateway that the chapter is made of; each has a case.</param>
/// <param name="Cases">The cases.</param>
public sealed record ReplayFile(string About, IReadOnlyList<string> Rows, IReadOnlyList<ReplayCase> Cases)
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        // A key that is not known is a check that would silently not be made.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static IReadOnlyDictionary<string, ReplayFile> All { get; } = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Replay"), "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), Read);

    /// <summary>
    /// Gets the settings of the gateway, below <c>Gateway</c>, that all cases start from; <c>{backend}</c> is the backend's address.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the push of the cases that do not have one of their own, nor a request.</summary>
    public ReplayPush? Push { get; init; }

    private static ReplayFile Read(string path) => JsonSerializer.Deserialize<ReplayFile>(File.ReadAllText(path), Reading)!;
}
