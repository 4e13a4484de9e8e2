using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.Configuration.Memory;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>Reads configuration providers directly, each at one moment.</summary>
internal static class ProviderReading
{
    /// <summary>Returns the providers of a root, including those of chained configurations.</summary>
    public static IEnumerable<IConfigurationProvider> ProvidersOf(IConfigurationRoot root)
        => root.Providers.SelectMany(provider => provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot chained }
            ? ProvidersOf(chained) : [provider]);

    /// <summary>Reads all settings. A later provider wins.</summary>
    public static Dictionary<string, string?> Read(IEnumerable<IConfigurationProvider> providers)
        => ReadEach(providers).ToDictionary(setting => setting.Key, setting => setting.Value.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads all settings, each with the provider that supplied it. A later provider wins.</summary>
    public static Dictionary<string, ProvidedValue> ReadEach(IEnumerable<IConfigurationProvider> providers)
    {
        var settings = new Dictionary<string, ProvidedValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in providers)
        {
            if (HoldingsOf(provider) is { } held)
            {
                foreach (var (path, value) in held)
                {
                    settings[path] = new ProvidedValue(value, provider);
                }
            }
            else
            {
                ReadEach(provider, parent: null, settings);
            }
        }

        return settings;
    }

    /// <summary>Returns whether a provider has no setting.</summary>
    public static bool IsEmpty(IConfigurationProvider provider)
        => HoldingsOf(provider) is { } held ? held.Count == 0 : !provider.GetChildKeys([], null).Any();

    /// <summary>
    /// Returns all data of a provider of a known kind, at one moment; <see langword="null"/> for other kinds, which must be asked key by
    /// key.
    /// </summary>
    /// <remarks>
    /// These providers replace their data as a whole at a reload, so this is consistent. Key by key, each question for children scans all
    /// keys
    /// which takes half a minute for ten thousand services.
    /// </remarks>
    public static IDictionary<string, string?>? HoldingsOf(IConfigurationProvider provider)
        => provider is JsonConfigurationProvider or JsonStreamConfigurationProvider or EnvironmentVariablesConfigurationProvider
            or KeyPerFileConfigurationProvider or CommandLineConfigurationProvider or MemoryConfigurationProvider
            ? HeldBy((ConfigurationProvider)provider)
            : null;

    private static void ReadEach(IConfigurationProvider provider, string? parent, Dictionary<string, ProvidedValue> settings)
    {
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var path = parent is null ? key : ConfigurationPath.Combine(parent, key);
            if (provider.TryGet(path, out var value))
            {
                settings[path] = new ProvidedValue(value, provider);
            }

            ReadEach(provider, path, settings);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> HeldBy(ConfigurationProvider provider);
}
