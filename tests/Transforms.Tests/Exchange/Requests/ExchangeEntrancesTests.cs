using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Requests;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Tests.Exchange.Requests;

public sealed class ExchangeEntrancesTests
{
    private readonly ExchangeEntrances _entrances = new();
    private readonly List<string> _passed = [];

    [Theory]
    [InlineData("login", "entrance")]
    [InlineData("LOGIN", "entrance")]
    [InlineData("oauth", "next")]
    [InlineData(null, "next")]
    public async Task A_request_of_an_exchange_enters_where_it_is_told(string? exchange, string passed)
    {
        _entrances.Add(WeChatRoute.Login, Passing("entrance"));

        await _entrances.Lead(Passing("next"))(Request(exchange));

        Assert.Equal(passed, Assert.Single(_passed));
    }

    private RequestDelegate Passing(string name) => _ =>
    {
        _passed.Add(name);
        return Task.CompletedTask;
    };

    private static DefaultHttpContext Request(string? exchange)
    {
        var route = new RouteConfig
        {
            RouteId = "route",
            Metadata = exchange is null ? null : new Dictionary<string, string> { [WeChatRoute.Exchange] = exchange },
        };
        var context = new DefaultHttpContext();
        context.Features.Set<IReverseProxyFeature>(
            new ReverseProxyFeature { Route = new RouteModel(route, cluster: null, HttpTransformer.Empty) });
        return context;
    }
}
