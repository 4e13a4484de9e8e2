using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>What is measured besides the outcomes of pushes.</summary>
public sealed class MetricTests
{
    // What the simulator says of an account without a menu.
    private const string NoMenu = "errcode=46003";

    private const string User = "oMeasured0000000000000000001";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_look_up_of_a_user_is_counted_by_what_came_of_it()
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        rig.WeChat.AddUser(TestRig.Safe, new SimulatedUser { OpenId = User });

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("fetched").From(User));
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hit").From(User));
        await rig.PushAsync(TestRig.Safe, PushedMessage.Event("unsubscribe").From(User));
        rig.WeChat.Faults.Add(ApiPath.UserInfo, Fault.Delay(TimeSpan.FromSeconds(2)), times: 1);
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("late").From("oSlow00000000000000000000001"));
        rig.WeChat.Faults.Add(ApiPath.UserInfo, Fault.Error(48001), times: 1);
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("failed").From("oRefused00000000000000000001"));
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("negative").From("oRefused00000000000000000001"));

        Assert.Equal(
            new[] { "fetched", "hit", "late", "failed", "negative" }.Select(
                result => $"wxgateway.userinfo.lookups service={TestRig.Safe} result={result}"),
            metrics.All.Where(count => count.StartsWith("wxgateway.userinfo.lookups", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_backend_that_answers_after_the_deadline_is_measured_as_late()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        var (isReady, called) = (new TaskCompletionSource(), new TaskCompletionSource<long>());
        rig.Backend.Script = async (_, context) =>
        {
            called.SetResult(TimeProvider.System.GetTimestamp());
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, "{}");
        };

        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi")));
        Assert.Empty(Calls(metrics));
        var atLeast = TimeProvider.System.GetElapsedTime(await called.Task).TotalSeconds;
        isReady.SetResult();

        await Eventually.HoldsAsync(() => Calls(metrics).Any(), "the call was measured", Cancelled);
        var (series, seconds) = Assert.Single(Calls(metrics));
        Assert.Equal($"wxgateway.backends.duration service={TestRig.Plain} result=late", series);
        Assert.InRange(seconds, atLeast, 60);

        static IEnumerable<(string Series, double Value)> Calls(CollectedMetrics metrics)
            => metrics.Values.Where(value => value.Series.StartsWith("wxgateway.backends.duration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_that_backends_make_are_counted_under_a_bounded_number_of_paths()
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        var api = $"/wxapi/{TestRig.Safe}";

        await SendAsync(api + ApiPath.MenuGet);
        rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Error(45009), times: 1);
        await SendAsync(api + ApiPath.MenuGet);
        rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Status(503), times: 1);
        await SendAsync(api + ApiPath.MenuGet);
        rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Abort(), times: 1);
        await SendAsync(api + ApiPath.MenuGet);
        rig.WeChat.RevokeToken(TestRig.Safe);
        await SendAsync(api + ApiPath.MenuGet);
        await SendAsync($"{api}/{User}");
        for (var number = 0; number < 250; number++)
        {
            await SendAsync($"{api}/made/up/{number}");
        }

        var calls = metrics.All.Where(count => count.StartsWith("wxgateway.wechatapi.calls", StringComparison.Ordinal)).ToList();
        var ofMenu = calls.Where(call => call.Contains($"path={ApiPath.MenuGet} ", StringComparison.Ordinal)).Select(
            call => call.Split(' ')[2]).ToList();
        Assert.Equal(NoMenu, ofMenu[0]);
        Assert.Equal("errcode=45009", ofMenu[1]);
        Assert.Equal("error.type=503", ofMenu[2]);
        Assert.StartsWith("error.type=", ofMenu[3], StringComparison.Ordinal);

        // The second of these is the call sent again with another token.
        Assert.Equal(["errcode=40001", NoMenu], ofMenu[4..]);
        Assert.All(calls, call => Assert.EndsWith($" service={TestRig.Safe}", call, StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.Contains(User, StringComparison.Ordinal));
        Assert.InRange(calls.Select(call => call.Split(' ')[1]).Distinct().Count(), 100, 210);
        Assert.Contains(calls, call => call.Contains("path=other ", StringComparison.Ordinal));

        async Task SendAsync(string path)
        {
            using var response = await ApiProxy.Calls.SendAsync(rig.Gateway.InternalAddress, path);
        }
    }
}
