using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>
/// Tells which keys are a replica's own: where it listens. Replicas behave alike whatever these are, so they have no part in the revision.
/// </summary>
internal static class ReplicaKeys
{
    // The addresses of a host of this library have the same names as the gateway's, or end as they do.
    private const string Addresses = "Urls";

    /// <summary>Returns whether a key is a replica's own.</summary>
    /// <param name="path">The full path of the key.</param>
    /// <param name="section">The path of the section with the services; empty for the root.</param>
    public static bool IsOwn(string path, string section)
    {
        var end = path.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
        return path.AsSpan(0, Math.Max(end, 0)).Equals(section, StringComparison.OrdinalIgnoreCase)
            && path.AsSpan(end + 1).EndsWith(Addresses, StringComparison.OrdinalIgnoreCase);
    }
}
