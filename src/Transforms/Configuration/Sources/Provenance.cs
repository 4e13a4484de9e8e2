using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>Finds the provider that supplied a key.</summary>
internal sealed class Provenance(IReadOnlyList<IConfigurationProvider> providers)
{
    private const string Unknown = "configuration";

    // A later provider wins. Built once and lazily: many services may have many errors, most configurations none.
    private readonly Lazy<List<(IConfigurationProvider Provider, HashSet<string>? Paths)>> _sources = new(
        () => [.. providers.Reverse().Select(provider => (provider, PathsOf(provider)))]);

    /// <summary>Returns the source of a key. For an absent key, it is the source of the nearest parent.</summary>
    public string SourceOf(string path)
    {
        for (var candidate = path; candidate.Length > 0; candidate = ParentOf(candidate))
        {
            foreach (var (provider, paths) in _sources.Value)
            {
                if (paths?.Contains(candidate) ?? (provider.TryGet(candidate, out _) || provider.GetChildKeys([], candidate).Any()))
                {
                    return NameOf(provider, candidate);
                }
            }
        }

        return providers.OfType<FileConfigurationProvider>().Select(FileName).FirstOrDefault() ?? Unknown;
    }

    /// <summary>Returns the name of a file as operators know it.</summary>
    public static string FileName(FileConfigurationProvider provider) => System.IO.Path.GetFileName(provider.Source.Path) ?? Unknown;

    /// <summary>Returns the name of what supplied a key, as operators know it.</summary>
    public static string NameOf(IConfigurationProvider? provider, string path) => provider switch
    {
        FileConfigurationProvider file => FileName(file),
        KeyPerFileConfigurationProvider => $"secrets file {path.Replace(":", "__", StringComparison.Ordinal)}",
        EnvironmentVariablesConfigurationProvider => "environment",
        CommandLineConfigurationProvider => "command line",
        _ => Unknown,
    };

    /// <summary>
    /// Returns the keys of a provider and their parents, or <see langword="null"/> when the provider must be asked for each key.
    /// </summary>
    private static HashSet<string>? PathsOf(IConfigurationProvider provider)
    {
        if (ProviderReading.HoldingsOf(provider) is not { } held)
        {
            return null;
        }

        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in held.Keys)
        {
            for (var candidate = path; candidate.Length > 0 && paths.Add(candidate); candidate = ParentOf(candidate))
            {
                // The parents of a known path are known.
            }
        }

        return paths;
    }

    private static string ParentOf(string path) => path.LastIndexOf(':') is var end and >= 0 ? path[..end] : "";
}
