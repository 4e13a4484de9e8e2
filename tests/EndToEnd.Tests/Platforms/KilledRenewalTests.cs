using System.Net;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>A process that is killed in the middle of a renewal: another one ends it, and nothing is lost.</summary>
public sealed class KilledRenewalTests
{
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_whatever_step_of_a_renewal_no_refresh_token_is_lost()
    {
        string[] names = ["published", "asked", "answered", "writing", "publishing"];
        await using var stage = await PlatformStage.StartAsync(
            2, names, RefreshTokenMode.Stable, RefreshTokenMode.RotateEachTime, RefreshTokenMode.RotateAndForgetAnswer);
        var (never, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await Task.WhenAll(stage.Platforms.Select(
            platform => stage.UntilUsableAsync(0, platform, platform.Account("published"))));

        // WeChat is asked and has not done it; has done it and not answered; has answered, and the database takes its time.
        await BeginAsync(stage, "asked", Fault.Delay(Forever));
        await BeginAsync(stage, "answered", Fault.AnswerAfter(never.Task));
        await BeginAsync(stage, "writing", Fault.AnswerAfter(answer.Task));
        await stage.Database.FreezeAsync();
        answer.SetResult();
        await stage.Replicas[0].Process.KillAsync(Cancelled);
        await stage.Database.ThawAsync();

        // The vault has it, and the store takes its time.
        await stage.RestartAsync(0);
        answer = new TaskCompletionSource();
        var versions = await VersionsAsync(stage);
        await BeginAsync(stage, "publishing", Fault.AnswerAfter(answer.Task));
        await stage.Redis.FreezeAsync();
        answer.SetResult();
        await Eventually.HoldsAsync(
            async () => await VersionsAsync(stage) > versions, "the vault had a token that was not published", Cancelled);
        await stage.Replicas[0].Process.KillAsync(Cancelled);
        await stage.Redis.ThawAsync();

        var all = stage.Platforms.SelectMany(platform => names.Select(name => (platform, platform.Account(name)))).ToList();
        await Task.WhenAll(all.Select(one => stage.UntilUsableAsync(1, one.platform, one.Item2)));
        await stage.RestartAsync(0);
        await stage.VaultIsRightAsync(0, all);
    }

    /// <summary>Begins the renewal of an account of each platform, which meets a fault.</summary>
    private static async Task BeginAsync(PlatformStage stage, string name, Fault fault)
    {
        foreach (var platform in stage.Platforms)
        {
            var (appId, before) = (platform.Account(name), stage.WeChat.Calls.Count(PlatformStage.Renewal));
            stage.WeChat.Faults.Add(PlatformStage.Renewal, fault, times: 1);
            _ = DoomedAsync(stage.TokenAsync(0, platform, appId));
            await Eventually.HoldsAsync(
                () => stage.WeChat.Calls.Count(PlatformStage.Renewal) > before, $"{appId} was being renewed", Cancelled);
        }
    }

    // Whoever asks the replica that is killed gets no answer.
    private static async Task DoomedAsync(Task<(HttpStatusCode Status, string? Token)> asked)
        => await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task<decimal> VersionsAsync(PlatformStage stage)
        => (decimal)(await stage.SqlAsync("SELECT sum(refresh_version) FROM authorizer"))!;
}
