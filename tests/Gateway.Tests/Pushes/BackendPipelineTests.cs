using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Rig;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>The backend of a redelivery is found through YARP's own state.</summary>
public sealed class BackendPipelineTests
{
    [Theory]
    [InlineData(TestRig.Safe, "mine", "mine")]
    [InlineData(TestRig.Safe, "gone", $"{TestRig.Safe}.message")]
    [InlineData(TestRig.Plain, "mine", $"{TestRig.Plain}.message")]
    [InlineData(TestRig.Safe, $"{TestRig.Plain}.message", $"{TestRig.Safe}.message")]
    [InlineData(TestRig.Echo, "gone", null)]
    public async Task A_message_goes_by_its_own_route_else_by_that_of_its_service_and_never_by_anothers(
        string service, string route, string? taken)
    {
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken,
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Match:Path", "/mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Service", TestRig.Safe),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "message"),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", "http://127.0.0.1:1"));
        Assert.True(rig.Gateway.Services.GetRequiredService<ServiceCatalog>().TryGet(service, out var found));
        var backends = rig.Gateway.Services.GetRequiredService<BackendPipeline>();

        Assert.True(backends.IsReady);
        Assert.Equal(taken, backends.Open(found, route) is { HasNoBackend: false } context ? context.RouteId : null);
    }
}
