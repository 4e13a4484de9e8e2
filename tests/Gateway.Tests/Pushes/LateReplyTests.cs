using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>Backends that are slower than WeChat is patient.</summary>
public sealed class LateReplyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("slow headers")]
    [InlineData("slow body")]
    public async Task WeChat_is_answered_in_time_whatever_the_backend_does(string how)
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        rig.Backend.Script = how == "slow headers" ? HangAsync : DripAsync;

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal("success", result.Reply?.Text);
        Assert.Single(result.Deliveries);

        // On a busy machine the gateway answers earlier, by up to a quarter of the deadline.
        Assert.InRange(result.Last.Elapsed, TimeSpan.FromSeconds(4.5 * 0.75), TimeSpan.FromSeconds(5));
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Late"]);
        Assert.Equal(1, rig.Outcomes.Of(TestRig.Safe));
    }

    [Fact]
    public async Task A_late_reply_reaches_the_user_by_the_customer_service_API_once()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late <b> 😀"}""");
        };

        var result = await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi").From("oAda")));
        isReady.SetResult();
        var sent = await rig.WeChat.SentMessages.NextAsync(Cancelled);

        Assert.Equal("success", result.Reply?.Text);
        Assert.Equal("late <b> 😀", sent.Text);
        Assert.Equal("oAda", sent.ToUser);
        Assert.Single(rig.Backend.Calls);
        Assert.Single(rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task A_late_reply_survives_a_token_that_WeChat_revoked()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("makes the gateway get its token"));
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };

        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")), calls: 2);
        rig.WeChat.RevokeToken(TestRig.Safe);
        isReady.SetResult();

        Assert.Equal("late", (await rig.WeChat.SentMessages.NextAsync(Cancelled)).Text);
    }

    [Fact]
    public async Task A_late_reply_can_be_dropped()
    {
        await using var rig = await TestRig.StartAsync(
            new HastenedTimeProvider(), Cancelled, ($"Services:{TestRig.Safe}:Reply:WhenLate", "Nothing"));
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };

        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")));
        isReady.SetResult();

        await Eventually.HoldsAsync(() => rig.Results["dropped"] == 1, "the late reply was dropped", Cancelled);
        Assert.Equal(0, rig.WeChat.Calls.Count(ApiPath.CustomSend));
    }

    [Fact]
    public async Task A_late_failure_is_not_told_to_the_user()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, "", 500);
        };

        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")));
        isReady.SetResult();

        await Eventually.HoldsAsync(() => rig.Results["nothing"] == 1, "the failure was noticed", Cancelled);
        Assert.Equal(0, rig.WeChat.Calls.Count(ApiPath.CustomSend));
    }

    [Fact]
    public async Task The_connection_of_a_late_push_serves_the_next_one()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        rig.Backend.Script = HangAsync;

        var result = await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")));

        Assert.DoesNotContain("Connection", result.Last.Headers.Keys);
        rig.Backend.Answers("""{"msg":"next"}""");
        Assert.Equal("next", (await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"))).Reply?["Content"]);
    }

    [Fact]
    public async Task Stopping_waits_for_the_late_replies()
    {
        using var logs = new CollectedLogs();
        var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled, ("Logging:LogLevel:Default", "Information"));
        rig.Gateway.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await using (rig)
        {
            var isReady = new TaskCompletionSource();
            rig.Backend.Script = async (_, context) =>
            {
                await isReady.Task;
                await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
            };

            await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")));
            var stopped = rig.Gateway.StopAsync(Cancelled);
            await Eventually.HoldsAsync(
                () => logs.Lines.Any(line => line.StartsWith("Information Draining ", StringComparison.Ordinal)), "it waits", Cancelled);
            isReady.SetResult();
            await stopped;

            Assert.Equal("late", Assert.Single(rig.WeChat.SentMessages.All).Text);
        }
    }

    private static Task HangAsync(BackendCall call, HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    private static async Task DripAsync(BackendCall call, HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(" "u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(100), context.RequestAborted);
        }
    }
}
