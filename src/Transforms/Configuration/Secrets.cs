using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Knows which keys hold secrets; their values are never printed.</summary>
internal static class Secrets
{
    // By name, so that a key that is misspelt, or not ours, is covered too.
    private static readonly string[] Marks = ["secret", "token", "password", "key", "redis", "credential"];
    private static readonly string[] Harmless = ["TokenEndpoint", "KeyPrefix", "AffinityKeyName"];

    // What stands below these is a name that somebody chose.
    private static readonly string[] AboveNames = ["Services", "Routes", "Clusters", "Destinations", "Endpoints"];

    /// <summary>Returns whether the value at a path is a secret.</summary>
    public static bool IsSecret(string path)
    {
        var above = "";
        foreach (var part in path.Split(ConfigurationPath.KeyDelimiter))
        {
            if (!AboveNames.Contains(above, StringComparer.OrdinalIgnoreCase)
                && !Harmless.Contains(part, StringComparer.OrdinalIgnoreCase)
                && Marks.Any(mark => part.Contains(mark, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            above = part;
        }

        return false;
    }
}
