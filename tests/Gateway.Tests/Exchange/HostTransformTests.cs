using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>Transforms of YARP's that somebody configured or added hold for exchanges.</summary>
public sealed class HostTransformTests
{
    [Theory]
    [InlineData("PathPrefix", "/inner", "POST /inner/msg/text HTTP/1.1\r\n")]
    [InlineData("RequestHeaderRemove", "X-WeChat-AppId", null)]
    [InlineData("RequestHeaderOriginalHost", "true", "\r\nHost: wx.example.com\r\n")]
    [InlineData("X-Forwarded", "Off", null)]
    public async Task One_of_a_route_in_the_configuration_is_applied(string name, string value, string? written)
    {
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(
            isOwn: true,
            backend.Address,
            ("ReverseProxy:Routes:by-hand:Match:Path", "/by-hand"),
            ("ReverseProxy:Routes:by-hand:ClusterId", "shop.message"),
            ("ReverseProxy:Routes:by-hand:Metadata:WeChat.Service", "shop"),
            ("ReverseProxy:Routes:by-hand:Metadata:WeChat.Exchange", "message"),
            ($"ReverseProxy:Routes:by-hand:Transforms:0:{name}", value));

        await rig.PushToAsync("/by-hand", "hi");
        await rig.PushAsync("hi");

        Assert.Equal(2, backend.Calls.Count);
        if (written is not null)
        {
            Assert.Contains(written, backend.Calls[0].Head, StringComparison.Ordinal);
            Assert.DoesNotContain(written, backend.Calls[1].Head, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(backend.Calls[0].Head.Split("\r\n").Length < backend.Calls[1].Head.Split("\r\n").Length);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_of_a_provider_is_applied(bool isLast)
    {
        await using var backend = new RawBackend();
        var provider = ServiceDescriptor.Singleton<ITransformProvider>(new Provider());
        await using var rig = await ForwarderRig.StartAsync(
            isOwn: true, backend.Address, services => services.Insert(isLast ? services.Count : 0, provider));

        await rig.PushAsync("hi");

        Assert.Contains("\r\nX-Added: 1\r\n", Assert.Single(backend.Calls).Head, StringComparison.Ordinal);
    }

    private sealed class Provider : ITransformProvider
    {
        public void ValidateRoute(TransformRouteValidationContext context)
        {
        }

        public void ValidateCluster(TransformClusterValidationContext context)
        {
        }

        public void Apply(TransformBuilderContext context) => context.AddRequestHeader("X-Added", "1");
    }
}
