namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>What the verb <c>platform release</c> was told.</summary>
/// <param name="File">The file with the order; <see langword="null"/> for none.</param>
/// <param name="Id">A release that was filed before; <see langword="null"/> for none.</param>
/// <param name="Platform">The platform's name.</param>
/// <param name="Url">The gateway's internal address.</param>
/// <param name="KeyFile">A file with the API key.</param>
/// <param name="Key">The API key of the environment.</param>
/// <param name="IdempotencyKey">The key under which the order is filed once.</param>
/// <param name="IsJson">Whether machines read the output.</param>
/// <param name="IsDetached">Whether the order is only filed.</param>
internal sealed record ReleaseSettings(
    string? File,
    string? Id,
    string? Platform,
    string Url,
    string? KeyFile,
    string? Key,
    string? IdempotencyKey,
    bool IsJson,
    bool IsDetached)
{
    public const string PlatformVariable = "GATEWAY_PLATFORM";
    public const string UrlVariable = "GATEWAY_INTERNAL_URL";

    // Not an option: what is on a command line, everybody on the machine can read.
    public const string KeyVariable = "GATEWAY_API_KEY";

    /// <summary>Returns what was told, without the key.</summary>
    public override string ToString() => $"{Platform} at {Url}";
}
