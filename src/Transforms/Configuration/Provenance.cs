using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Tells which source of the host's configuration supplied a key.</summary>
internal sealed class Provenance(IReadOnlyList<IConfigurationProvider> providers)
{
    private const string Unknown = "configuration";

    /// <summary>Returns the source of a key, or of the nearest key above it when it is absent.</summary>
    public string SourceOf(string path)
    {
        for (var candidate = path; candidate.Length > 0; candidate = ParentOf(candidate))
        {
            // The last source wins.
            foreach (var provider in providers.Reverse())
            {
                if (provider.TryGet(candidate, out _) || provider.GetChildKeys([], candidate).Any())
                {
                    return NameOf(provider, candidate);
                }
            }
        }

        return providers.OfType<FileConfigurationProvider>().Select(FileName).FirstOrDefault() ?? Unknown;
    }

    /// <summary>Returns the name of a file as people know it.</summary>
    public static string FileName(FileConfigurationProvider provider) => System.IO.Path.GetFileName(provider.Source.Path) ?? Unknown;

    private static string NameOf(IConfigurationProvider provider, string path) => provider switch
    {
        FileConfigurationProvider file => FileName(file),
        KeyPerFileConfigurationProvider => $"secrets file {path.Replace(":", "__", StringComparison.Ordinal)}",
        EnvironmentVariablesConfigurationProvider => "environment",
        CommandLineConfigurationProvider => "command line",
        _ => Unknown,
    };

    private static string ParentOf(string path) => path.LastIndexOf(':') is var end and >= 0 ? path[..end] : "";
}
