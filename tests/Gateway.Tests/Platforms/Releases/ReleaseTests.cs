using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Platform.Releases.Steps;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>A release from the order to its end, against the simulated WeChat.</summary>
public sealed class ReleaseTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_brings_a_version_to_all_mini_programs_each_step_once()
    {
        await using var rig = await ReleaseRig.StartAsync(5);

        var id = await rig.OrderAsync();
        await rig.IsAsync(id, "Ended");

        Assert.Equal(5, await rig.CountAsync(id, "Released"));
        for (var number = 1; number <= 5; number++)
        {
            var counts = rig.CountsOf(number);
            Assert.Equal((1, 1, 1), (counts.Commits, counts.Submissions, counts.Releases));
            Assert.Equal("3.2.0", rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(number)).Released!.UserVersion);
        }
    }

    [Fact]
    public async Task Steps_are_counted_by_result_and_mini_programs_by_state()
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        await rig.TagAsync(1, "shop:4711");
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        rig.WeChat.Faults.Add("/wxa/submit_audit", Fault.Error(86002, "mini program have not completed init procedure"));

        var id = await rig.OrderAsync(""","ext_json":{"extAppid":"$APPID$","ext":{"shop":"$TAG:shop$"}},"steps":["commit","check","submit"],"stop_after":1""");
        await rig.IsAsync(id, "Ended");
        await Eventually.HoldsAsync(
            () => metrics.Observe().ContainsKey("wxgateway.releases.paused service=saas"), "releases were counted", Cancelled);

        Assert.Contains("wxgateway.releases.steps service=saas step=commit result=done", metrics.All);
        Assert.Contains("wxgateway.releases.steps service=saas step=commit result=skipped", metrics.All);
        Assert.Contains("wxgateway.releases.steps service=saas step=submit result=other", metrics.All);
    }

    [Fact]
    public async Task Each_mini_program_gets_its_own_ext_json_and_one_without_the_tag_is_skipped()
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        await rig.TagAsync(1, "retail", "shop:4711");

        var id = await rig.OrderAsync(""","ext_json":{"extAppid":"$APPID$","ext":{"shop":"$TAG:shop$","名":"店"}},"steps":["commit"]""");
        await rig.IsAsync(id, "Ended");

        Assert.Equal(
            $$$"""{"extAppid":"{{{ReleaseRig.AppIdOf(1)}}}","ext":{"shop":"4711","名":"店"}}""",
            rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(1)).Committed!.ExtJson);
        Assert.Equal("Done", (await rig.ItemAsync(id, 1)).GetProperty("state").GetString());
        var skipped = await rig.ItemAsync(id, 2);
        Assert.Equal("Skipped", skipped.GetProperty("state").GetString());
        Assert.Contains("$TAG:shop$", skipped.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_means_those_that_have_it()
    {
        await using var rig = await ReleaseRig.StartAsync(3);
        await rig.TagAsync(2, "retail");

        var id = await rig.OrderAsync(""","steps":["commit"]""", to: """{"tag":"retail"}""");
        await rig.IsAsync(id, "Ended");

        Assert.Equal([0, 1, 0], new[] { 1, 2, 3 }.Select(number => rig.CountsOf(number).Commits));
    }

    [Fact]
    public async Task The_beginning_of_the_steps_and_later_their_end_make_a_whole_release()
    {
        await using var rig = await ReleaseRig.StartAsync(2);

        var first = await rig.OrderAsync(""","steps":["commit","check","submit"]""");
        await rig.AreAsync(first, "Approved");
        await rig.IsAsync(first, "Ended");
        Assert.Equal(0, rig.CountsOf(1).Releases);
        var second = await rig.StepsAsync("""["release"]""", ""","user_version":"3.2.0" """);
        await rig.AreAsync(second, "Released");

        Assert.Equal((1, 1), (rig.CountsOf(1).Submissions, rig.CountsOf(1).Releases));
    }

    [Fact]
    public async Task A_version_that_is_live_already_counts_as_released()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        await rig.AreAsync(await rig.OrderAsync(), "Released");

        var again = await rig.StepsAsync("""["release"]""", ""","user_version":"3.2.0" """);
        await rig.AreAsync(again, "Released");

        Assert.Equal(1, rig.CountsOf(1).Releases);
    }

    [Fact]
    public async Task The_privacy_scan_is_waited_for_and_then_the_order_goes_on()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.PrivacyScan = TimeSpan.FromSeconds(20));

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Checking");
        rig.Clock.Advance(TimeSpan.FromSeconds(31));
        await rig.AreAsync(id, "Released");

        Assert.Equal((1, 1), (rig.CountsOf(1).Commits, rig.CountsOf(1).Submissions));
    }

    [Fact]
    public async Task A_scan_that_does_not_end_within_half_an_hour_is_a_failure_with_its_cure()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.PrivacyScan = TimeSpan.FromHours(3));

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Checking");
        rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await rig.AreAsync(id, "Failed");

        var item = await rig.ItemAsync(id, 1);
        Assert.Equal(61039, item.GetProperty("errcode").GetInt32());
        Assert.NotEmpty(item.GetProperty("cure").GetString()!);
        Assert.Equal(1, rig.CountsOf(1).Commits);
    }

    [Fact]
    public async Task An_event_in_the_moment_that_the_submission_is_saved_is_acted_on_at_once()
    {
        TellingStore? store = null;
        await using var rig = await ReleaseRig.StartAsync(1, replace: services =>
        {
            var own = services.Last(service => service.ServiceType == typeof(IReleaseStore));
            services.Replace(ServiceDescriptor.Singleton(provider =>
            {
                var before = TellingStore.Before(
                    (IReleaseStore)ActivatorUtilities.CreateInstance(provider, own.ImplementationType!),
                    provider.GetRequiredService<ReleaseNews>);
                store = (TellingStore)(object)before;
                return before;
            }));
        });

        await rig.AreAsync(await rig.OrderAsync(), "Released");

        Assert.InRange(store!.UntilTakenForWork, TimeSpan.Zero, ReleaseWorker.Lease / 2);
    }

    [Fact]
    public async Task A_rejected_audit_says_why_and_shows_it()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code =>
        {
            (code.AuditResult, code.AuditReason, code.AuditScreenshots) = (AuditResult.Reject, "1:首页不可用", "media-1|media-2");
        });

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Rejected");

        var item = await rig.ItemAsync(id, 1);
        Assert.Equal("1:首页不可用", item.GetProperty("reason").GetString());
        Assert.Equal(["media-1", "media-2"], item.GetProperty("screenshots").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Audits_whose_events_are_lost_are_found_by_asking()
    {
        await using var rig = await ReleaseRig.StartAsync(3, code => code.LosesAuditEvents = true);

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");
        rig.Clock.Advance(TimeSpan.FromMinutes(31));

        await rig.AreAsync(id, "Released");
    }

    [Fact]
    public async Task A_delayed_audit_is_waited_for_and_the_release_says_so()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditResult = AuditResult.Delay);

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");
        await Testing.Time.Eventually.HoldsAsync(
            async () => (await rig.ItemAsync(id, 1)).TryGetProperty("sentence", out _), "the delay was told", Cancelled);
        await rig.WeChat.Code.DecideAsync(ReleaseRig.AppIdOf(1), new AuditVerdict(AuditResult.Approve), Cancelled);
        await rig.AreAsync(id, "Released");
    }

    [Theory]
    [InlineData("/wxa/commit")]
    [InlineData("/wxa/submit_audit")]
    [InlineData("/wxa/release")]
    public async Task What_WeChat_did_although_its_answer_was_lost_is_not_done_again(string path)
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        rig.WeChat.Faults.Add(path, Fault.LoseAnswer(), times: 2);
        var orderedAt = rig.Clock.GetUtcNow();

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Released");

        // An audit that is over when it is found is acted on at once, not after the first pause.
        Assert.InRange(rig.Clock.GetUtcNow() - orderedAt, TimeSpan.Zero, Pauses.Audit(0));
        for (var number = 1; number <= 2; number++)
        {
            var counts = rig.CountsOf(number);
            Assert.Equal((1, 1, 1), (counts.Commits, counts.Submissions, counts.Releases));
        }
    }

    [Theory]
    [InlineData("/wxa/commit")]
    [InlineData("/wxa/submit_audit")]
    [InlineData("/wxa/release")]
    [InlineData("/wxa/getversioninfo")]
    [InlineData("/wxa/get_latest_auditstatus")]
    [InlineData("/wxa/security/get_code_privacy_info")]
    [InlineData("/wxa/queryquota")]
    public async Task What_WeChat_was_too_busy_for_is_tried_again(string path)
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        rig.WeChat.Faults.Add(path, Fault.Error(-1, "system busy"), times: 1);

        await rig.AreAsync(await rig.OrderAsync(), "Released");

        Assert.Equal((1, 1), (rig.CountsOf(1).Commits, rig.CountsOf(1).Submissions));
    }

    [Fact]
    public async Task A_commit_that_meets_another_one_under_way_is_tried_again()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        rig.WeChat.Faults.Add("/wxa/commit", Fault.Error(9402202, "concurrent commit"), times: 1);

        await rig.AreAsync(await rig.OrderAsync(), "Released");

        Assert.Equal(1, rig.CountsOf(1).Commits);
    }

    [Fact]
    public async Task Publishing_waits_for_its_time()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        var at = (rig.Clock.GetUtcNow() + TimeSpan.FromHours(2)).ToString("O");

        var id = await rig.OrderAsync($$""","release_at":"{{at}}" """);
        await rig.AreAsync(id, "Approved");
        Assert.Equal("Running", (await rig.GetAsync($"{ReleaseRig.Releases}/{id}")).GetProperty("state").GetString());
        rig.Clock.Advance(TimeSpan.FromHours(2));

        await rig.AreAsync(id, "Released");
    }

    [Fact]
    public async Task A_gradual_release_goes_from_stage_to_stage()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        await rig.AreAsync(await rig.OrderAsync(version: "3.1.0"), "Released");

        var id = await rig.OrderAsync(
            ""","gray":[{"percentage":10,"for":"01:00:00"},{"percentage":50,"for":"01:00:00"},{"percentage":100}]""");
        await GrayIsAsync(10);
        Assert.Equal("Releasing", (await rig.ItemAsync(id, 1)).GetProperty("state").GetString());
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await GrayIsAsync(50);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.AreAsync(id, "Released");

        Assert.Equal("3.2.0", rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(1)).Released!.UserVersion);

        Task GrayIsAsync(int percentage) => Testing.Time.Eventually.HoldsAsync(
            () => rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(1)).Gray?.Percentage == percentage, $"{percentage} of 100 had it", Cancelled);
    }

    [Fact]
    public async Task An_account_that_is_not_in_the_platforms_care_is_skipped()
    {
        await using var rig = await ReleaseRig.StartAsync(1);

        var id = await rig.OrderAsync(to: $$"""{"appids":["{{ReleaseRig.AppIdOf(1)}}","wxnobody"]}""");
        await rig.IsAsync(id, "Ended");

        Assert.Equal((1, 1), (await rig.CountAsync(id, "Released"), await rig.CountAsync(id, "Skipped")));
    }
}
