using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.Console.Configuration;

/// <summary>Adds the sources of configuration; later ones override earlier ones.</summary>
internal static class ConsoleSources
{
    /// <summary>Adds all sources.</summary>
    public static void AddConsoleSources(this IConfigurationBuilder configuration, ConsoleEnvironment environment, string[] settings)
    {
        configuration.AddInMemoryCollection(
            [new("Logging:LogLevel:Default", "Information"), new("Logging:LogLevel:Microsoft", "Warning")]);
        var file = environment.JsonFile();
        configuration.AddJsonFile(
            Files(Path.GetDirectoryName(file)!), Path.GetFileName(file), optional: environment.ConfigFile is null, reloadOnChange: true);
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
    }
}
