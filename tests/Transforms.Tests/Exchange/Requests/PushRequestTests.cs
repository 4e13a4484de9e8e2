using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Requests;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Tests.Exchange.Requests;

public sealed class PushRequestTests : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public void Dispose()
    {
        _client.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_context_copies_what_may_pass_and_goes_on_without_the_request()
    {
        var push = Push();
        var request = new PushRequest(push, new ExchangePool(Scopes));

        await using var context = request.Open();
        push.Request.Headers.Clear();

        Assert.NotNull(context);
        Assert.Equal("shop.message", context.RouteId);
        Assert.Equal("1", context.Context.Request.Headers["X-Request-Id"]);
    }

    [Fact]
    public void After_the_request_there_is_no_context()
    {
        var request = new PushRequest(Push(), new ExchangePool(Scopes));

        request.Close();

        Assert.Null(request.Open());
    }

    [Fact]
    public void Nothing_is_read_of_a_request_before_a_backend_is_called()
    {
        var push = Push();
        push.Features.Set<IReverseProxyFeature>(null);

        var request = new PushRequest(push, new ExchangePool(Scopes));
        request.Close();

        Assert.Null(request.Open());
    }

    private IServiceScopeFactory Scopes => _services.GetRequiredService<IServiceScopeFactory>();

    private DefaultHttpContext Push()
    {
        var context = new DefaultHttpContext();
        var cluster = new ClusterState("shop.message", new ClusterModel(new ClusterConfig { ClusterId = "shop.message" }, _client));
        context.Features.Set<IReverseProxyFeature>(new ReverseProxyFeature
        {
            Route = new RouteModel(
                new RouteConfig { RouteId = "shop.message", Match = new RouteMatch() }, cluster, HttpTransformer.Default),
            Cluster = cluster.Model,
            AllDestinations = [],
            AvailableDestinations = [],
        });
        context.Features.Set<IHttpConnectionFeature>(new HttpConnectionFeature());
        context.Request.Headers["X-Request-Id"] = "1";
        return context;
    }
}
