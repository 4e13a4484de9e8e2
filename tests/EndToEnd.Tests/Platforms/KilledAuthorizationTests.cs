using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>A process that is killed in the middle of its work on authorizations that it has answered: the next one ends it.</summary>
public sealed class KilledAuthorizationTests
{
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    // A minute after its replica was killed, an event is due again: a minute that this test does not wait.
    private const string EndLeases = "UPDATE event_inbox SET held_until = NULL";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_whatever_step_of_an_authorization_the_next_process_ends_it()
    {
        await using var stage = await PlatformStage.StartAsync(1, [], RefreshTokenMode.RotateEachTime);
        var platform = stage.Platforms[0];
        var never = new TaskCompletionSource();
        var codes = new Dictionary<string, string>
        {
            ["asked"] = await BeginAsync(stage, "asked", PlatformStage.QueryAuth, Fault.Delay(Forever)),
            ["answered"] = await BeginAsync(stage, "answered", PlatformStage.QueryAuth, Fault.AnswerAfter(never.Task)),
            ["described"] = await BeginAsync(stage, "described", PlatformStage.Info, Fault.Delay(Forever)),
        };

        await stage.Replicas[0].Process.KillAsync(Cancelled);
        stage.WeChat.Faults.Clear();
        await stage.SqlAsync(EndLeases);
        await stage.RestartAsync(0);

        await Task.WhenAll(codes.Keys.Select(name => stage.UntilUsableAsync(0, platform, platform.Account(name))));
        await Eventually.HoldsAsync(
            async () => (await stage.StateAsync(0, platform)).GetProperty("inbox").GetProperty("waiting").GetInt32() == 0,
            "all events were done",
            Cancelled);
        Assert.Equal(codes.Count, (await stage.StateAsync(0, platform)).GetProperty("authorizers").GetProperty("authorized").GetInt32());

        // Of the code whose answer nobody got, only WeChat could tell that it was used.
        Assert.Equal(1, stage.WeChat.Platforms.ExchangesOf(codes["asked"]));
        Assert.Equal(1, stage.WeChat.Platforms.ExchangesOf(codes["described"]));
        Assert.InRange(stage.WeChat.Platforms.ExchangesOf(codes["answered"]), 1, 2);
        await stage.VaultIsRightAsync(0, [.. codes.Keys.Select(name => (platform, platform.Account(name)))]);
    }

    private static async Task<string> BeginAsync(PlatformStage stage, string name, string path, Fault fault)
    {
        var platform = stage.Platforms[0];
        var before = stage.WeChat.Calls.Count(path);
        stage.WeChat.Faults.Add(path, fault, times: 1);
        stage.AddAccount(platform.Account(name));
        var result = await stage.WeChat.Platforms.AuthorizeAsync(
            platform.AppId, platform.Account(name), new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect }, Cancelled);
        Assert.Equal("success", Assert.Single(result.Pushes).Last.Body);
        await Eventually.HoldsAsync(() => stage.WeChat.Calls.Count(path) > before, $"{name} was under way", Cancelled);
        return result.Code;
    }
}
