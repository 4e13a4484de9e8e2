using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what accounts do with their authorization to a host with platforms.</summary>
public static class PlatformEventsExtensions
{
    /// <summary>
    /// Adds the work on authorization events and the comparison with WeChat's list. The host registers an <see cref="IEventInbox"/>, an
    /// <see cref="IComparedAuthorizers"/> and an <see cref="ISyncRuns"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPlatformEvents(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddEvents().AddSync();
    }

    private static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new EventMetrics(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<EventSignal>();
        services.TryAddSingleton<WaitingEvents>();
        services.TryAddSingleton<EventCopier>();
        services.TryAddSingleton<CompletedEvents>();
        services.TryAddSingleton<EventProcessor>();
        services.AddSingleton<IAuthorizationEvents, EventIntake>();
        services.AddHostedService<EventWorker>();
        services.AddHostedService<InboxCounter>();
        return services;
    }

    private static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new AuthorizerInquiry(
            provider.GetRequiredService<PlatformApi>(),
            provider.GetRequiredService<IComparedAuthorizers>(),
            provider.GetRequiredService<IAuthorizerVault>(),
            provider.GetRequiredService<AuthorizerTokens>(),
            provider.GetRequiredService<AuthorizerChanges>(),
            provider.GetServices<IEndedAuthorizers>(),
            provider.GetRequiredService<ILogger<AuthorizerInquiry>>()));
        services.TryAddSingleton<AuthorizerSync>();
        services.TryAddSingleton(provider => new PlatformSync(
            provider.GetRequiredService<PlatformCatalog>(),
            provider.GetRequiredService<AuthorizerSync>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PlatformSync>>()));
        services.AddHostedService(provider => provider.GetRequiredService<PlatformSync>());

        // The push path tells of unknown accounts, and the calls of WeChat's API ask the push path which accounts are served.
        services.TryAddSingleton(provider => new UnknownAuthorizers(
            new Lazy<AuthorizerInquiry>(provider.GetRequiredService<AuthorizerInquiry>),
            provider.GetRequiredService<ILogger<UnknownAuthorizers>>()));
        services.AddSingleton<IUnknownAuthorizers>(provider => provider.GetRequiredService<UnknownAuthorizers>());
        services.AddHostedService(provider => provider.GetRequiredService<UnknownAuthorizers>());
        return services;
    }
}
