using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>Messages that no backend took, over real sockets.</summary>
public sealed class UndeliveredMessageTests
{
    // The first redelivery comes after about two seconds.
    private static readonly TimeSpan UntilDue = TimeSpan.FromSeconds(5);

    private readonly HastenedTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backend_that_refuses_and_comes_back_gets_the_message_once_and_the_user_his_reply()
    {
        var port = FreePort.Next();
        await using var rig = await StartAsync(($"Services:{TestRig.Safe}:MessageBackend", $"http://127.0.0.1:{port}"));
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        Assert.Equal("success", (await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi").From("oAda"))).Reply?.Text);
        Assert.Contains($"wxgateway.redelivery.messages service={TestRig.Safe} result=kept", metrics.All);

        await using var backend = await ScriptedBackend.StartAtAsync(port, Cancelled);
        backend.Answers("""{"msg":"here I am"}""");
        _clock.Advance(UntilDue);
        var sent = await rig.WeChat.SentMessages.NextAsync(Cancelled);

        Assert.Equal(("oAda", "here I am"), (sent.ToUser, sent.Text));
        var call = backend.OnlyCall;
        Assert.Equal(("/msg/text", "2"), (call.Path, call.Headers["X-WeChat-Attempt"].ToString()));
        Assert.Equal("hi", call.Json.GetProperty("Content").GetString());
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Failed"]);
        await Eventually.HoldsAsync(() => rig.Results["delivered"] == 1, "the reply was counted", Cancelled);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_backend_that_fails_gets_the_same_request_once_more(int status)
    {
        await using var rig = await StartAsync();
        rig.Backend.Script = (call, context) => rig.Backend.Calls.Count == 1 ? ScriptedBackend.WriteAsync(context, "", status) : ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi").From("oAda"));
        _clock.Advance(UntilDue);
        await rig.WeChat.SentMessages.NextAsync(Cancelled);

        var (first, second) = (rig.Backend.Calls[0], rig.Backend.Calls[1]);
        Assert.Equal(("1", "2"), (first.Headers["X-WeChat-Attempt"].ToString(), second.Headers["X-WeChat-Attempt"].ToString()));
        Assert.Equal((first.Method, first.Path, first.Query, first.Text), (second.Method, second.Path, second.Query, second.Text));
        Assert.All(["X-WeChat-Message-Id", "X-WeChat-Service", "X-WeChat-AppId", "Content-Type"], name
            => Assert.Equal(first.Headers[name], second.Headers[name]));
        Assert.NotEmpty(second.Headers.TraceParent.ToString());
        Assert.Contains("userInfo", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, "no JSON")]
    [InlineData(302, "")]
    public async Task A_backend_that_answered_at_all_has_had_the_message(int status, string body)
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, body, status);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Failed"]);
        Assert.DoesNotContain(metrics.All, count => count.StartsWith("wxgateway.redelivery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_breaks_off_after_the_deadline_is_made_again()
    {
        await using var rig = await StartAsync();
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        var isOver = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            if (rig.Backend.Calls.Count > 1)
            {
                await ScriptedBackend.WriteAsync(context, """{"msg":"at last"}""");
                return;
            }

            await isOver.Task;
            context.Abort();
        };

        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")));
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Late"]);
        isOver.SetResult();
        await Eventually.HoldsAsync(
            () => metrics.All.Contains($"wxgateway.redelivery.messages service={TestRig.Safe} result=kept"), "it was kept", Cancelled);
        _clock.Advance(UntilDue);

        Assert.Equal("at last", (await rig.WeChat.SentMessages.NextAsync(Cancelled)).Text);
        Assert.Equal(2, rig.Backend.Calls.Count);
        Assert.Single(rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task A_dead_backend_of_one_service_delays_no_other()
    {
        await using var rig = await StartAsync();
        var isBack = false;
        rig.Backend.Script = (call, context) => call.Headers["X-WeChat-Service"] == TestRig.Plain || !isBack
            ? ScriptedBackend.WriteAsync(context, "", 500)
            : ScriptedBackend.WriteAsync(context, """{"msg":"well"}""");
        for (var i = 0; i < 10; i++)
        {
            await rig.PushAsync(TestRig.Plain, PushedMessage.Text($"dead {i}"));
        }

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("well").From("oAda"));
        isBack = true;
        _clock.Advance(UntilDue);

        Assert.Equal("oAda", (await rig.WeChat.SentMessages.NextAsync(Cancelled)).ToUser);
    }

    [Fact]
    public async Task A_service_may_drop_such_replies_and_still_gets_its_messages()
    {
        await using var rig = await StartAsync(($"Services:{TestRig.Safe}:Reply:WhenLate", "Nothing"));
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, """{"msg":"late"}""", rig.Backend.Calls.Count == 1 ? 503 : 200);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));
        _clock.Advance(UntilDue);

        await Eventually.HoldsAsync(() => rig.Results["dropped"] == 1, "the reply was dropped", Cancelled);
        Assert.Equal(0, rig.WeChat.Calls.Count(ApiPath.CustomSend));
    }

    [Fact]
    public async Task A_route_of_ones_own_delivers_again_too()
    {
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        await using var rig = await StartAsync(
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Match:Path", "/mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Service", TestRig.Safe),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "message"),
            ("ReverseProxy:Routes:mine:Transforms:0:PathPrefix", "/prefix"),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", backend.Address));
        backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, """{"msg":"mine"}""", backend.Calls.Count == 1 ? 503 : 200);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"), new PushOptions { Url = new Uri(rig.Gateway.Address, "/mine") });
        _clock.Advance(UntilDue);
        await rig.WeChat.SentMessages.NextAsync(Cancelled);

        Assert.Equal(["/prefix/msg/text", "/prefix/msg/text"], backend.Calls.Select(call => call.Path));
        Assert.Empty(rig.Backend.Calls);
    }

    private Task<TestRig> StartAsync(params (string Key, string Value)[] settings) => TestRig.StartAsync(_clock, Cancelled, settings);
}
