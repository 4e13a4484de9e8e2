using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.ReleaseChecks;

namespace WxYarpGateway.Simulator.Tests.ReleaseChecks;

public sealed class ReleaseCheckTests
{
    // For a call that comes, on a machine that is busy.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_platform_that_is_ready_passes_every_step_of_all_ten_accounts()
    {
        var steps = await CheckAsync("", TimeSpan.FromSeconds(30));

        Assert.All(steps, step => Assert.Equal(StepVerdict.Passed, step.Verdict));
        Assert.Equal(31, steps.Count);
        Assert.Equal(10, steps.Where(step => step.Name != "ticket").Select(step => step.AppId).Distinct().Count());
    }

    [Theory]
    [InlineData("ticket", "ticket", 1, "success")]
    [InlineData("text", "text", 2, "TESTCOMPONENT_MSG_TYPE_TEXT_callback")]
    [InlineData("api", "api", 2, "api_query_auth was not called")]
    [InlineData("content", "api", 2, "/cgi-bin/message/custom/send was not called")]
    [InlineData("late", "api", 2, "must be empty")]
    public async Task A_step_that_fails_says_what_is_missing(string fails, string name, int count, string detail)
    {
        // One of each kind, since each failure waits for what does not come.
        await using var platform = await ReleaseReadyPlatform.StartAsync(fails);
        await using var simulator = await StartAsync(platform);
        var check = new ReleaseCheck(simulator, ReleaseReadyPlatform.AppId, Enough, [TestAccount.All[0], TestAccount.All[9]]);
        var steps = await check.RunAsync(TestContext.Current.CancellationToken);
        var failed = steps.Where(step => step.Verdict == StepVerdict.Failed && step.Name == name).ToList();

        Assert.Equal(count, failed.Count);
        Assert.All(failed, step => Assert.Contains(detail, step.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_step_that_the_page_no_longer_lists_does_not_count()
    {
        var steps = await CheckAsync("event", TimeSpan.FromSeconds(30));

        Assert.Equal(10, steps.Count(step => step.Verdict == StepVerdict.Optional));
        Assert.DoesNotContain(steps, step => step.Verdict == StepVerdict.Failed);
    }

    [Fact]
    public async Task The_test_accounts_are_authorized_during_the_check_only()
    {
        await using var platform = await ReleaseReadyPlatform.StartAsync();
        await using var simulator = await StartAsync(platform);
        await simulator.CheckReleaseAsync(ReleaseReadyPlatform.AppId, Short, TestContext.Current.CancellationToken);

        Assert.All(
            TestAccount.All,
            account => Assert.False(simulator.Platforms.IsAuthorized(ReleaseReadyPlatform.AppId, account.AppId)));
    }

    private static async Task<IReadOnlyList<ReleaseStep>> CheckAsync(string fails, TimeSpan timeout)
    {
        await using var platform = await ReleaseReadyPlatform.StartAsync(fails);
        await using var simulator = await StartAsync(platform);
        return await simulator.CheckReleaseAsync(ReleaseReadyPlatform.AppId, timeout, TestContext.Current.CancellationToken);
    }

    private static async Task<WeChatSimulator> StartAsync(ReleaseReadyPlatform platform)
    {
        var simulator = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        platform.WeChat = simulator.Address;
        simulator.AddPlatform(new SimulatedPlatform
        {
            AppId = ReleaseReadyPlatform.AppId,
            AppSecret = ReleaseReadyPlatform.Secret,
            Token = ReleaseReadyPlatform.Token,
            EncodingAesKey = ReleaseReadyPlatform.Key,
            MessageUrl = new Uri(platform.MessageUrl),
            EventUrl = new Uri(platform.MessageUrl.Replace("$APPID$/message", "event", StringComparison.Ordinal)),
            Switches = new PlatformSwitches { PushesTickets = false },
        });
        return simulator;
    }
}
