using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>The key of the caller, and what it is good for.</summary>
/// <param name="Name">Whose it is; <see langword="null"/> for a caller without one, where none is configured.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Services">The services that it is good for; empty for all.</param>
internal sealed record OwnKeyAnswer(string? Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Services)
{
    /// <summary>Returns what is told to whoever shows a key, or none.</summary>
    public static OwnKeyAnswer Of(ApiKey? key)
        => key is null
            ? new OwnKeyAnswer(Name: null, ApiKeyOptions.ScopesOfNoKey, [])
            : new OwnKeyAnswer(key.Name, key.Scopes, key.Services);
}
