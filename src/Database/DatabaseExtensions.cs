using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Vault;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the database.</summary>
public static class DatabaseExtensions
{
    /// <summary>Adds the database and its stores. Nothing is opened, or loaded, before somebody needs it.</summary>
    /// <param name="services">The services; <see cref="DatabaseOptions"/> are configured by the host.</param>
    /// <param name="folder">The folder for a SQLite database and its key; created on demand.</param>
    public static IServiceCollection AddGatewayDatabase(this IServiceCollection services, DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(folder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddMetrics();
        services.AddOptions<DatabaseOptions>();
        services.TryAddSingleton(folder);
        services.Configure<PlatformTokenOptions>(options => options.DataFolder = folder.Path);
        return services.AddAccess().AddVault();
    }

    private static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton<DatabaseKeys>();
        services.TryAddSingleton<DatabaseMetrics>();
        services.TryAddSingleton(provider => new DatabaseAccess(
            provider.GetRequiredService<IOptions<DatabaseOptions>>(),
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<DatabaseKeys>(),
            provider.GetRequiredService<DatabaseMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseAccess>>()));
        services.TryAddSingleton<DatabaseWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
        return services;
    }

    // In the place of those of a host without a database, whichever is registered first.
    private static IServiceCollection AddVault(this IServiceCollection services)
        => services
            .Replace(ServiceDescriptor.Singleton<IAuthorizerVault, AuthorizerVault>())
            .Replace(ServiceDescriptor.Singleton<ISpillCipher, SpillCipher>())
            .Replace(ServiceDescriptor.Singleton<ISoleRenewer, SoleRenewer>());
}
