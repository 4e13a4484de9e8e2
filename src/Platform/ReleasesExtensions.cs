using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Platform.Releases.Audits;
using WxYarpGateway.Platform.Releases.Quota;
using WxYarpGateway.Platform.Releases.Steps;
using WxYarpGateway.TokenService.Store;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds releases: one order that brings a code version to many mini programs.</summary>
public static class ReleasesExtensions
{
    /// <summary>Adds them. The host registers an <see cref="IReleaseStore"/>.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddReleases(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(_ => new PlatformCatalog());
        services.TryAddSingleton(_ => new AuthorizerRegistry());
        services.TryAddSingleton(provider => new ReleaseNews(provider.GetRequiredService<IStoreNews>()));
        services.TryAddSingleton(provider => new ReleaseDesk(
            provider.GetRequiredService<IReleaseStore>(),
            provider.GetRequiredService<AuthorizerRegistry>(),
            provider.GetRequiredService<ReleaseNews>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReleaseDesk>>()));
        services.AddPlatformCode();
        services.AddSteps();
        services.TryAddSingleton<AuditNews>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditNews>());
        services.TryAddSingleton<ReleaseMetrics>();
        services.AddHostedService<ReleaseWorker>();
        services.AddHostedService<ReleaseCounter>();
        return services;
    }

    private static void AddSteps(this IServiceCollection services)
    {
        services.TryAddSingleton<QuotaGate>();
        services.TryAddSingleton<CommitWork>();
        services.TryAddSingleton<CheckWork>();
        services.TryAddSingleton<SubmitWork>();
        services.TryAddSingleton<AuditWork>();
        services.TryAddSingleton<ReleaseWork>();
        services.TryAddSingleton<SingleWork>();
        services.TryAddSingleton<ItemWork>();
        services.TryAddSingleton<ItemTurns>();
    }
}
