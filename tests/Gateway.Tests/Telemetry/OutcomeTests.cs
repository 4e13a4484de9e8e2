using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>Each push has one outcome, whatever befalls it: the counts add up to the pushes sent.</summary>
public sealed class OutcomeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_outcomes_add_up_to_the_pushes_in_every_way_that_one_can_end()
    {
        await using var rig = await TestRig.StartAsync(
            new HastenedTimeProvider(),
            Cancelled,

            // What fails would be called again while the calls are counted.
            ($"Services:{TestRig.Plain}:Redelivery:MaxAge", "00:00:00"),
            ("ReverseProxy:Routes:by-hand:Match:Path", "/by-hand"),
            ("ReverseProxy:Routes:by-hand:ClusterId", $"{TestRig.Plain}.message"),
            ("ReverseProxy:Routes:by-hand:Metadata:WeChat.Service", TestRig.Plain),
            ("ReverseProxy:Routes:by-hand:Metadata:WeChat.Exchange", "message"));
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        var isReady = new TaskCompletionSource();
        var isHung = new TaskCompletionSource();
        rig.Backend.Script = async (call, context) =>
        {
            switch (call.Json.GetProperty("Content").GetString())
            {
                case "hello":
                    await ScriptedBackend.WriteAsync(context, """{"msg":"hi"}""");
                    break;
                case "fail":
                    context.Response.StatusCode = 500;
                    break;
                case "break":
                    context.Abort();
                    break;
                case "wait":
                    await isReady.Task;
                    await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
                    break;
                case "hang":
                    isHung.SetResult();
                    await isReady.Task;
                    break;
            }
        };

        var once = new PushOptions { MaxDeliveries = 1 };
        var again = PushedMessage.Text("hello") with { MsgId = 7_000_000_000_000_000_001 };
        await rig.WeChat.VerifyUrlAsync(TestRig.Plain, Cancelled);
        await rig.PushAsync(TestRig.Plain, again);
        await rig.PushAsync(TestRig.Plain, again);
        await rig.PushAsync(TestRig.Plain, PushedMessage.Text("nothing to say"));
        await rig.PushAsync(TestRig.Plain, PushedMessage.Text("fail"));
        await rig.PushAsync(TestRig.Plain, PushedMessage.Text("break"));
        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Plain, PushedMessage.Text("wait")), calls: 5);
        await rig.PushAsync(TestRig.Plain, PushedMessage.Text("forged"), once with { Token = "another" });
        await rig.PushAsync(TestRig.Plain, PushedMessage.Text("stale"), once with { Timestamp = "1" });
        await rig.PushAsync(TestRig.Plain, PushedMessage.Raw("not a message"), once);
        await rig.PushAsync(TestRig.Plain, PushedMessage.Raw(new string('x', 300_000)), once);
        using var hangUp = new CancellationTokenSource();
        var hanging = rig.WeChat.PushAsync(TestRig.Plain, PushedMessage.Text("hang"), once, hangUp.Token);
        await isHung.Task;
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.PastDeadlineAsync(hanging, calls: 6));
        await AbandonAsync(rig.Gateway.Address);
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Head, HttpMethod.Delete })
        {
            using var refused = await Calls.SendAsync(rig.Gateway.Address, "/by-hand", method);
            Assert.Equal(405, (int)refused.StatusCode);
        }

        var expected = new Dictionary<string, long>
        {
            ["Verified"] = 1,
            ["Replied"] = 1,
            ["Retry"] = 1,
            ["Nothing"] = 1,
            ["Failed"] = 2,
            ["Late"] = 2,
            ["Forged"] = 1,
            ["Stale"] = 1,
            ["Malformed"] = 4,
            ["TooLarge"] = 1,
            ["Abandoned"] = 1,
        };
        await Eventually.HoldsAsync(() => rig.Outcomes.Of(TestRig.Plain) == expected.Values.Sum(), "all pushes were counted", Cancelled);
        Assert.All(expected, outcome
            => Assert.Equal((outcome.Key, outcome.Value), (outcome.Key, rig.Outcomes[TestRig.Plain, outcome.Key])));

        // One measurement of its duration for each, and no type from a push that nobody vouches for.
        Assert.Equal(expected.Values.Sum(),
            metrics.Values.Count(value => value.Series.StartsWith("wxgateway.messages.duration ", StringComparison.Ordinal)));
        Assert.All(metrics.All.Where(count => count.Contains("outcome=Forged", StringComparison.Ordinal) || count.Contains(
            "outcome=Malformed", StringComparison.Ordinal)), count => Assert.Contains(" type= ", count, StringComparison.Ordinal));
        Assert.Equal(1, metrics.All.Count(count => count == $"wxgateway.deduplication.retries service={TestRig.Plain} result=same_reply"));
        var backend = metrics.Values.Where(value => value.Series.StartsWith("wxgateway.backends.duration ",
            StringComparison.Ordinal)).CountBy(value => value.Series[(value.Series.LastIndexOf('=') + 1)..]).ToDictionary();
        Assert.Equal((2, 2), (backend["answered"], backend["failed"]));
        isReady.SetResult();
    }

    [Fact]
    public async Task A_hosts_transform_that_throws_or_returns_nothing_and_a_service_that_is_gone_are_counted()
    {
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        weChat.AddAccount(new SimulatedAccount { AppId = "wxtheirs", Token = "their-token" });
        await using var host = await ForeignHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["WeChat:Services:theirs:AppId"] = "wxtheirs",
                ["WeChat:Services:theirs:Token"] = "their-token",
                ["WeChat:Services:theirs:MessagePath"] = "/wx",
                ["ReverseProxy:Routes:gone:Match:Path"] = "/gone",
                ["ReverseProxy:Routes:gone:ClusterId"] = "none",
                ["ReverseProxy:Routes:gone:Metadata:WeChat.Service"] = "gone",
                ["ReverseProxy:Routes:gone:Metadata:WeChat.Exchange"] = "message",
                ["ReverseProxy:Clusters:none:Destinations:one:Address"] = "http://127.0.0.1:1",
            },
            proxy => proxy.AddMessageTransform<BadTransform>(),
            Cancelled);
        using var outcomes = new PushOutcomes(host.Meters);

        foreach (var text in new[] { "throw", "return nothing" })
        {
            var result = await weChat.PushAsync(
                "wxtheirs", PushedMessage.Text(text), new PushOptions { Url = new Uri(host.Address, "/wx"), MaxDeliveries = 1 }, Cancelled);
            Assert.Equal("success", result.Reply?.Text);
        }

        using var response = await Calls.SendAsync(host.Address, "/gone", content: new StringContent("<xml/>"));
        Assert.Equal(404, (int)response.StatusCode);

        Assert.Equal((2, 2), (outcomes["theirs", "Failed"], outcomes.Of("theirs")));
        Assert.Equal((1, 1), (outcomes["gone", "Misrouted"], outcomes.Of("gone")));
    }

    private static async Task AbandonAsync(Uri gateway)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Host, gateway.Port, Cancelled);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /{TestRig.Plain}?signature=x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n<xml>"), Cancelled);
    }

    private sealed class BadTransform : IMessageTransform
    {
        public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
            => message.GetString("Content") == "throw" ? throw new InvalidOperationException("A host's own bug.") : default;
    }
}
