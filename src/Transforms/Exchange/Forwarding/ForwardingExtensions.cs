using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Registers the forwarder of exchanges.</summary>
internal static class ForwardingExtensions
{
    /// <summary>
    /// Puts the forwarder of exchanges around YARP's own. Where the host has its own forwarder or builder of transforms, nothing changes.
    /// </summary>
    public static void AddForwarding(this IServiceCollection services)
    {
        if (YarpsOwn<IHttpForwarder>(services) is not { } forwarder || YarpsOwn<ITransformBuilder>(services) is not { } builder)
        {
            return;
        }

        services.TryAddSingleton<ForwarderEvents>();
        services.TryAddSingleton<DefaultTransforms>();
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            ITransformProvider[] providers
                = [.. provider.GetServices<ITransformProvider>(), provider.GetRequiredService<DefaultTransforms>()];
            return (ITransformBuilder)ActivatorUtilities.CreateInstance(provider, builder, (object)providers);
        }));
        services.Replace(ServiceDescriptor.Singleton<IHttpForwarder>(provider => new ExchangeForwarder(
            (IHttpForwarder)ActivatorUtilities.CreateInstance(provider, forwarder),
            provider.GetRequiredService<DefaultTransforms>(),
            provider.GetRequiredService<ForwarderEvents>(),
            KeepNoRequests(provider.GetRequiredService<IForwarderHttpClientFactory>()),
            provider.GetRequiredService<ILoggerFactory>())));
    }

    /// <summary>Returns YARP's own implementation of a service; <see langword="null"/> when the host has another.</summary>
    private static Type? YarpsOwn<TService>(IServiceCollection services)
        => services.LastOrDefault(service => service.ServiceType == typeof(TService)) is { ImplementationType: { } own }
            && own.Assembly == typeof(TService).Assembly
                ? own
                : null;

    /// <summary>
    /// Returns whether the handlers of the clients are known, and none keeps a request beyond its answer. A host's may do so.
    /// </summary>
    private static bool KeepNoRequests(IForwarderHttpClientFactory clients)
        => clients.GetType().Assembly is { } origin
            && (origin == typeof(IForwarderHttpClientFactory).Assembly
                || origin.GetName().Name!.StartsWith("WxYarpGateway.", StringComparison.Ordinal));
}
