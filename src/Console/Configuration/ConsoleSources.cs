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
        configuration.AddJsonFile(environment.JsonFile(), optional: environment.ConfigFile is null, reloadOnChange: true);
        if (environment.SecretsFolder is { Length: > 0 } secrets)
        {
            configuration.AddKeyPerFile(Path.GetFullPath(secrets, environment.WorkingFolder), optional: true, reloadOnChange: true);
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(settings);
    }

    /// <summary>Adds the options with their validation.</summary>
    public static void AddConsoleOptions(this WebApplicationBuilder builder, ConsoleEnvironment environment)
    {
        builder.Services.AddSingleton(environment);
        builder.Services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>();
        builder.Services.AddOptions<ConsoleOptions>().BindConfiguration(ConsoleOptions.Section);
    }
}
