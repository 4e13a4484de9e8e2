using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.TokenService;
using WxYarpGateway.Transforms;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>Runs alone: listeners hear the whole process.</summary>
[CollectionDefinition(nameof(SilenceTests), DisableParallelization = true)]
[Collection(nameof(SilenceTests))]
public sealed class SilenceTests
{
    [Fact]
    public async Task Without_an_endpoint_nobody_listens()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));
        string[] names = [TransformsTelemetry.ActivitySourceName, TokenServiceTelemetry.ActivitySourceName, "Microsoft.AspNetCore",
            "Yarp.ReverseProxy", "System.Net.Http"];
        foreach (var name in names)
        {
            using var source = new ActivitySource(name);
            Assert.False(source.HasListeners(), name);
        }

        Assert.False(rig.Gateway.Services.GetRequiredService<PushSpans>().Source.HasListeners());
        var counter = rig.Gateway.Meters.Create("WxYarpGateway.TokenService").CreateCounter<long>(
            "wxgateway.tokens.renewals", "{renewal}", "Renewals of tokens, by service, kind and result.");
        Assert.False(counter.Enabled);
        Assert.Null(rig.Gateway.Services.GetService<TracerProvider>());
        Assert.Null(rig.Gateway.Services.GetService<MeterProvider>());
    }
}
