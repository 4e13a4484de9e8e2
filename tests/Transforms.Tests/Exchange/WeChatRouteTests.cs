using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Tests.Exchange;

public sealed class WeChatRouteTests
{
    [Theory]
    [InlineData("WeChat.Service", "WeChat.Exchange", "message", "shop")]
    [InlineData("WeChat.Service", "WeChat.Exchange", "Message", "shop")]
    [InlineData("WeChat.Service", "WeChat.Exchange", "oauth", null)]
    [InlineData("WeChat.Service", "WeChat.Exchange", "", null)]
    [InlineData("WeChat.Service", "Other", "message", null)]
    [InlineData("Other", "WeChat.Exchange", "message", null)]
    public void A_route_is_for_messages_when_its_metadata_says_so(string serviceKey, string exchangeKey, string exchange, string? service)
    {
        var route = new RouteConfig { Metadata = new Dictionary<string, string> { [serviceKey] = "shop", [exchangeKey] = exchange } };

        Assert.Equal(service, WeChatRoute.ServiceOf(route, WeChatRoute.Message));
    }

    [Fact]
    public void A_route_without_metadata_is_YARPs_alone() => Assert.Null(WeChatRoute.ServiceOf(new RouteConfig(), WeChatRoute.Message));
}
