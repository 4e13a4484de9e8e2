using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.Console.Configuration;

/// <summary>Adds the sources of configuration; later ones override earlier ones.</summary>
internal static class ConsoleSources
{
    /// <summary>Adds all sources.</summary>
    public static void AddConsoleSources(this WebApplicationBuilder builder, ConsoleEnvironment environment, string[] settings)
    {
        IConfigurationBuilder configuration = builder.Configuration;
        configuration.AddInMemoryCollection(
            [new("Logging:LogLevel:Default", "Information"), new("Logging:LogLevel:Microsoft", "Warning")]);
        var path = environment.JsonFile();
        var file = new SettingsFile(
            Files(Path.GetDirectoryName(path)!), Path.GetFileName(path), isOptional: environment.ConfigFile is null);
        configuration.Add(file);
        builder.Services.AddSingleton(file);
        if (environment.SecretsFolder is { Length: > 0 } secrets)
        {
            var folder = Path.GetFullPath(secrets, environment.WorkingFolder);
            configuration.AddKeyPerFile(source =>
            {
                source.FileProvider = Directory.Exists(folder) ? Files(folder) : null;
                source.Optional = true;
                source.ReloadOnChange = true;
            });
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(settings);
    }

    // Looked at every few seconds: a machine has few watches, and a volume of Kubernetes or a network share tells of no change.
    private static PhysicalFileProvider? Files(string folder) => Directory.Exists(folder)
        ? new PhysicalFileProvider(folder) { UsePollingFileWatcher = true, UseActivePolling = true }
        : null;

    /// <summary>Adds the options with their validation.</summary>
    public static void AddConsoleOptions(this WebApplicationBuilder builder, ConsoleEnvironment environment)
    {
        builder.Services.AddSingleton(environment);
        builder.Services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>();
        builder.Services.AddOptions<ConsoleOptions>().BindConfiguration(ConsoleOptions.Section);
        builder.Services.AddSingleton<IOptionsMonitor<ConsoleOptions>, SettingsInForce>();
    }
}
