using WxYarpGateway.Gateway.ApiProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

public sealed class SharedHttpClientsTests
{
    private readonly SharedHttpClients _clients = new(new ForwarderHttpClientFactory());

    [Fact]
    public void Clusters_with_equal_settings_share_a_client()
    {
        var first = Create("shop.message", HttpClientConfig.Empty);

        Assert.Same(first, Create("shop.api", HttpClientConfig.Empty));
        Assert.Same(first, Create("other.message", new HttpClientConfig()));
    }

    [Fact]
    public void Clusters_with_other_settings_have_another_client()
    {
        var first = Create("shop.message", HttpClientConfig.Empty);
        var trusting = Create("shop.oauth", new HttpClientConfig { DangerousAcceptAnyServerCertificate = true });

        Assert.NotSame(first, trusting);
        Assert.Same(trusting, Create("other.oauth", new HttpClientConfig { DangerousAcceptAnyServerCertificate = true }));
    }

    [Fact]
    public void A_limit_of_connections_is_each_clusters_own()
    {
        var limited = new HttpClientConfig { MaxConnectionsPerServer = 5 };

        Assert.NotSame(Create("shop.message", limited), Create("other.message", limited));
    }

    [Fact]
    public void A_cluster_whose_settings_change_leaves_the_others_their_client()
    {
        var first = Create("shop.message", HttpClientConfig.Empty);
        var changed = new HttpClientConfig { DangerousAcceptAnyServerCertificate = true };

        var its = _clients.CreateClient(new ForwarderHttpClientContext
        {
            ClusterId = "shop.message",
            OldConfig = HttpClientConfig.Empty,
            OldClient = first,
            NewConfig = changed
        });

        Assert.NotSame(first, its);
        Assert.Same(first, Create("other.message", HttpClientConfig.Empty));
    }

    private HttpMessageInvoker Create(string clusterId, HttpClientConfig settings)
        => _clients.CreateClient(
            new ForwarderHttpClientContext { ClusterId = clusterId, OldConfig = HttpClientConfig.Empty, NewConfig = settings });
}
