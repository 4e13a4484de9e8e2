using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.Configuration.Memory;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Reads sources of configuration directly, each at one moment.</summary>
internal static class ProviderReading
{
    /// <summary>Returns the sources of a root, those of configurations chained into it included.</summary>
    public static IEnumerable<IConfigurationProvider> ProvidersOf(IConfigurationRoot root)
        => root.Providers.SelectMany(provider => provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot chained } ? ProvidersOf(chained) : [provider]);

    /// <summary>Reads all settings; the last source wins.</summary>
    public static Dictionary<string, string?> Read(IEnumerable<IConfigurationProvider> providers)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in providers)
        {
            if (provider is JsonConfigurationProvider or EnvironmentVariablesConfigurationProvider or KeyPerFileConfigurationProvider
                or CommandLineConfigurationProvider or MemoryConfigurationProvider)
            {
                // These replace all they hold at a reload, so this is of one piece, and much faster than key by key.
                foreach (var (path, value) in HeldBy((ConfigurationProvider)provider))
                {
                    settings[path] = value;
                }
            }
            else
            {
                Read(provider, parent: null, settings);
            }
        }

        return settings;
    }

    private static void Read(IConfigurationProvider provider, string? parent, Dictionary<string, string?> settings)
    {
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var path = parent is null ? key : ConfigurationPath.Combine(parent, key);
            if (provider.TryGet(path, out var value))
            {
                settings[path] = value;
            }

            Read(provider, path, settings);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> HeldBy(ConfigurationProvider provider);
}
