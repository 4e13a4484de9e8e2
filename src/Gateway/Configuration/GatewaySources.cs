using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders.Physical;
using WxYarpGateway.Gateway.Configuration.Files;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Configuration.Sources;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>
/// Adds the sources of configuration; later ones override earlier ones. All but the last two reload when they change.
/// </summary>
internal static class GatewaySources
{
    /// <summary>Adds all sources.</summary>
    public static void AddGatewaySources(
        this IConfigurationBuilder configuration, GatewayEnvironment environment, IReadOnlyList<string> files, string[] settings)
    {
        configuration.AddInMemoryCollection(LogDefaults.Levels);
        foreach (var file in files)
        {
            configuration.Add(JsonFile(file));
        }

        if (environment.SecretsFolder is { Length: > 0 } secrets)
        {
            configuration.Add(SecretsFolder(Path.GetFullPath(secrets, environment.WorkingFolder)));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(settings);
    }

    /// <summary>Adds what binds the gateway's own keys, and the rule that stands for all rules of theirs.</summary>
    public static void AddGatewayRules(this WebApplicationBuilder builder, GatewayEnvironment environment)
    {
        builder.Services.AddSingleton(environment);
        builder.Services.AddSingleton<GatewayBinder>();
        builder.Services.AddSingleton<GatewaySettings>();
        builder.Services.AddSingleton<IConfigurationRule, GatewayRules>();
        builder.Services.AddSingleton<IGatewayRule, SecretsFolderRule>();
        builder.Services.AddSingleton<IGatewayRule, KeySpellingRule>();
    }

    private static JsonFileSource JsonFile(string path) => new()
    {
        FileProvider = new PolledFiles(Path.GetDirectoryName(path)!, ExclusionFilters.None, TimeProvider.System),
        Path = Path.GetFileName(path),
        FullPath = Path.GetFullPath(path),
        ReloadOnChange = true,

        // The configuration provider gathers changes.
        ReloadDelay = 0,
    };

    private static KeyPerFileConfigurationSource SecretsFolder(string path) => new()
    {
        FileProvider = Directory.Exists(path)
            ? new SecretFiles(new PolledFiles(path, ExclusionFilters.Sensitive, TimeProvider.System))
            : null,
        Optional = true,
        ReloadOnChange = true,
        ReloadDelay = 0,
    };
}
