using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Gives clusters whose clients are set up alike one client, where YARP makes one for each.</summary>
/// <remarks>
/// Each client has its own connections. A thousand services with one backend would open a thousand connections to it, with as many TLS
/// handshakes.
/// </remarks>
internal sealed class SharedHttpClients(IForwarderHttpClientFactory clients) : IForwarderHttpClientFactory
{
    private readonly Lock _gate = new();

    // Weak: a client lives as long as a cluster uses it.
    private readonly Dictionary<Setup, WeakReference<HttpMessageInvoker>> _shared = [];

    /// <inheritdoc/>
    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context)
    {
        if (context.NewConfig.MaxConnectionsPerServer is not null)
        {
            // The limit is meant for this cluster alone.
            return clients.CreateClient(context);
        }

        var setup = new Setup(context.NewConfig, ConnectionLifetime.Of(context.NewMetadata));
        lock (_gate)
        {
            if (_shared.TryGetValue(setup, out var shared) && shared.TryGetTarget(out var client))
            {
                return client;
            }

            client = clients.CreateClient(context);
            foreach (var gone in _shared.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
            {
                _shared.Remove(gone);
            }

            _shared[setup] = new WeakReference<HttpMessageInvoker>(client);
            return client;
        }
    }

    private sealed record Setup(HttpClientConfig Config, TimeSpan Lifetime);
}
