using System.Diagnostics;
using System.Net;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>Database, store and disk are away or full when WeChat gives another refresh token.</summary>
[Trait(Alone.Needs, Alone.Machine)]
public sealed class NowhereToWriteTests
{
    // A call of WeChat's may take five seconds.
    private static readonly TimeSpan WeChatsTime = TimeSpan.FromSeconds(4);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refresh_token_is_kept_by_whoever_takes_it_and_the_vault_has_it_in_the_end()
    {
        string[] names = ["store", "disk", "memory"];
        await using var stage = await PlatformStage.StartAsync(2, names, RefreshTokenMode.RotateEachTime);
        var platform = stage.Platforms[0];
        await Task.WhenAll(names.Select(name => stage.UntilUsableAsync(ReplicaOf(name), platform, platform.Account(name))));

        // The disks are full and the database is away: the store has it.
        await stage.FillDiskAsync(0, isFull: true);
        await stage.FillDiskAsync(1, isFull: true);
        await stage.Database.StopAsync();
        var store = await BeginAsync(stage, "store");
        store.Answer.SetResult();
        Assert.True(await store.EndsWellAsync(stage));

        // Database and store are away: the disk has it, and where that is full too, the process.
        await stage.FillDiskAsync(0, isFull: false);
        var disk = await BeginAsync(stage, "disk");
        var memory = await BeginAsync(stage, "memory");
        await stage.Redis.StopAsync();
        disk.Answer.SetResult();
        memory.Answer.SetResult();
        var isKept = await disk.EndsWellAsync(stage) & await memory.EndsWellAsync(stage);
        await PushInVainAsync(stage, 1);

        await stage.Replicas[0].Process.KillAsync(Cancelled);
        await stage.FillDiskAsync(1, isFull: false);
        await stage.Redis.RunAsync(Cancelled);
        await stage.Database.RunAsync(Cancelled);
        await stage.RestartAsync(0);

        await Task.WhenAll(names.Select(name => stage.UntilUsableAsync(0, platform, platform.Account(name))));
        await Task.WhenAll(stage.UntilAllIsInTheVaultAsync(0), stage.UntilAllIsInTheVaultAsync(1));
        await stage.VaultIsRightAsync(0, [.. names.Select(name => (platform, platform.Account(name)))]);

        // None of them was what WeChat had to be asked for, unless the machine was so busy that WeChat's answer came too late.
        Assert.True(!isKept || !stage.Replicas.Exists(
            replica => replica.Process.Output.Contains("There is no refresh token of", StringComparison.Ordinal)));
    }

    /// <summary>Pushes a message that no backend takes and that can be written nowhere: the gateway outlives it.</summary>
    private static async Task PushInVainAsync(PlatformStage stage, int replica)
    {
        var platform = stage.Platforms[0];
        stage.Backend.Script = (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        var url = new Uri(stage.Replicas[replica].Address, $"/{platform.Name}/{platform.Account("memory")}/message");
        await stage.WeChat.PushAsync(
            platform.Account("memory"), PushedMessage.Text("hi"),
            new PushOptions { Url = url, Platform = platform.AppId, MaxDeliveries = 1 }, Cancelled);
        Assert.False(stage.Replicas[replica].Process.HasExited, stage.Replicas[replica].Process.Output);
    }

    private static int ReplicaOf(string name) => name == "memory" ? 1 : 0;

    /// <summary>Begins a renewal, as a backend does whose token was refused; WeChat gets it done and does not answer yet.</summary>
    private static async Task<UnderWay> BeginAsync(PlatformStage stage, string name)
    {
        var (platform, replica) = (stage.Platforms[0], ReplicaOf(name));
        var (appId, answer, before) = (
            platform.Account(name), new TaskCompletionSource(), stage.WeChat.Calls.Count(PlatformStage.Renewal));
        var (_, rejected) = await stage.TokenAsync(replica, platform, appId);
        stage.WeChat.Faults.Add(PlatformStage.Renewal, Fault.AnswerAfter(answer.Task), times: 1);
        var began = Stopwatch.GetTimestamp();
        var asked = stage.ReplaceAsync(replica, platform, appId, rejected!);
        await Eventually.HoldsAsync(
            () => stage.WeChat.Calls.Count(PlatformStage.Renewal) > before, $"'{name}' was being renewed", Cancelled);
        return new UnderWay(asked, answer, began);
    }

    private sealed record UnderWay(Task<(HttpStatusCode Status, string? Token)> Asked, TaskCompletionSource Answer, long Began)
    {
        /// <summary>
        /// Returns whether whoever asked got the token, wherever its refresh token could be written; not when the answer came too late.
        /// </summary>
        public async Task<bool> EndsWellAsync(PlatformStage stage)
        {
            var (status, token) = await Asked;
            var isKept = status == HttpStatusCode.OK;
            Assert.True(
                isKept ? stage.WeChat.IsTokenValid(token!) : Stopwatch.GetElapsedTime(Began) > WeChatsTime,
                string.Join("\n\n", stage.Replicas.Select(replica => replica.Process.Output)));
            return isKept;
        }
    }
}
