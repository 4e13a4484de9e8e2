using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Registers the forwarder of exchanges.</summary>
internal static class ForwardingExtensions
{
    /// <summary>Puts the forwarder of exchanges around YARP's own. A forwarder of the host's stays as it is.</summary>
    public static void AddForwarding(this IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IHttpForwarder)) is not { ImplementationType: { } yarp }
            || yarp.Assembly != typeof(IHttpForwarder).Assembly)
        {
            return;
        }

        services.TryAddSingleton<ForwarderEvents>();
        services.TryAddSingleton(provider => new DefaultTransforms(
            new Lazy<IEnumerable<ITransformProvider>>(provider.GetServices<ITransformProvider>)));
        services.AddSingleton<ITransformProvider>(provider => provider.GetRequiredService<DefaultTransforms>());
        services.Replace(ServiceDescriptor.Singleton<IHttpForwarder>(provider => new ExchangeForwarder(
            (IHttpForwarder)ActivatorUtilities.CreateInstance(provider, yarp),
            provider.GetRequiredService<DefaultTransforms>(),
            provider.GetRequiredService<ForwarderEvents>(),
            KeepNoRequests(provider.GetRequiredService<IForwarderHttpClientFactory>()),
            provider.GetRequiredService<ILoggerFactory>())));
    }

    /// <summary>
    /// Returns whether the handlers of the clients are known, and none keeps a request beyond its answer. A host's may do so.
    /// </summary>
    private static bool KeepNoRequests(IForwarderHttpClientFactory clients)
        => clients.GetType().Assembly is { } origin
            && (origin == typeof(IForwarderHttpClientFactory).Assembly
                || origin.GetName().Name!.StartsWith("WxYarpGateway.", StringComparison.Ordinal));
}
