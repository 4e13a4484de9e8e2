using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>A version meets the audit of another one, or of itself.</summary>
public sealed class AuditConflictTests
{
    [Fact]
    public async Task The_audit_of_another_version_makes_an_order_skip()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditAfter = null);
        await rig.AreAsync(await rig.OrderAsync(version: "3.1.0"), "Auditing");

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Skipped");

        Assert.Contains("3.1.0", (await rig.ItemAsync(id, 1)).GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (rig.CountsOf(1).Submissions, rig.CountsOf(1).Undos));
    }

    [Fact]
    public async Task Or_is_withdrawn_for_it()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditAfter = null);
        await rig.AreAsync(await rig.OrderAsync(version: "3.1.0"), "Auditing");
        rig.CodeOf(1).AuditAfter = TimeSpan.FromMilliseconds(50);

        var id = await rig.OrderAsync(""","replace_audit":true""");
        await rig.AreAsync(id, "Released");

        Assert.Equal((2, 1), (rig.CountsOf(1).Submissions, rig.CountsOf(1).Undos));
    }

    [Fact]
    public async Task An_audit_of_the_same_version_is_taken_over()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditAfter = null);
        var first = await rig.OrderAsync();
        await rig.AreAsync(first, "Auditing");

        var second = await rig.OrderAsync();
        await rig.AreAsync(second, "Auditing");

        Assert.Equal(1, rig.CountsOf(1).Submissions);
        Assert.Equal(
            (await rig.ItemAsync(first, 1)).GetProperty("auditid").GetString(),
            (await rig.ItemAsync(second, 1)).GetProperty("auditid").GetString());
    }

    [Fact]
    public async Task The_version_of_another_order_that_was_committed_meanwhile_is_not_submitted_for_this_one()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.PrivacyScan = TimeSpan.FromSeconds(20));
        var older = await rig.OrderAsync(version: "3.1.0");
        await rig.AreAsync(older, "Checking");
        var newer = await rig.OrderAsync(version: "3.2.0");
        await rig.AreAsync(newer, "Checking");

        rig.Clock.Advance(TimeSpan.FromSeconds(61));
        await rig.AreAsync(newer, "Released");
        await rig.AreAsync(older, "Skipped");

        var skipped = await rig.ItemAsync(older, 1);
        Assert.Contains("3.2.0", skipped.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.False(skipped.TryGetProperty("auditid", out _));
        Assert.Equal(1, rig.CountsOf(1).Submissions);
    }

    [Fact]
    public async Task A_version_that_somebody_else_publishes_at_the_same_moment_counts_as_released()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        rig.WeChat.Faults.Add("/wxa/release", Fault.Delay(TimeSpan.FromSeconds(1)), times: 1);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Releasing");
        await Eventually.HoldsAsync(
            () => rig.WeChat.Calls.Count("/wxa/release") > 0, "it was publishing", TestContext.Current.CancellationToken);

        var (status, _) = await rig.PostAsync($"/platform/saas/authorizers/{ReleaseRig.AppIdOf(1)}/release");
        await rig.AreAsync(id, "Released");

        Assert.Equal((200, 1), (status, rig.CountsOf(1).Releases));
    }

    [Fact]
    public async Task An_audit_that_WeChat_does_not_show_yet_is_waited_for()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.LosesAuditEvents = true);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");
        rig.WeChat.Faults.Add("/wxa/get_latest_auditstatus", Fault.Error(85058, "no audit"), times: 2);

        await rig.PassesToAsync(id, "Ended");

        Assert.Equal(1, await rig.CountAsync(id, "Released"));
    }

    [Fact]
    public async Task An_account_that_withdraws_its_authorization_in_the_middle_is_skipped()
    {
        await using var rig = await ReleaseRig.StartAsync(2, code => code.AuditAfter = null);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");

        await rig.WeChat.Platforms.UnauthorizeAsync(
            ReleaseRig.Component, ReleaseRig.AppIdOf(1), createdAt: null, TestContext.Current.CancellationToken);
        rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await rig.AreAsync(id, "Skipped", 1);

        Assert.Contains("withdrew", (await rig.ItemAsync(id, 1)).GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await rig.CountAsync(id, "Auditing"));
    }

    [Fact]
    public async Task Audits_are_withdrawn_and_sped_up_by_orders_of_their_own()
    {
        await using var rig = await ReleaseRig.StartAsync(2, code => code.AuditAfter = null);
        var release = await rig.OrderAsync();
        await rig.AreAsync(release, "Auditing");

        await rig.AreAsync(await rig.StepsAsync("""["speed-up"]"""), "Done");
        await rig.AreAsync(await rig.StepsAsync("""["speed-up"]"""), "Done");
        await rig.AreAsync(await rig.StepsAsync("""["undo"]"""), "Done");
        await rig.AreAsync(await rig.StepsAsync("""["undo"]"""), "Skipped");
        rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await rig.AreAsync(release, "Failed");

        Assert.Equal((1, 1), (rig.CountsOf(1).SpeedUps, rig.CountsOf(1).Undos));
        Assert.Contains("withdrawn", (await rig.ItemAsync(release, 2)).GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_version_is_rolled_back_once_and_visits_are_closed_and_opened()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        await rig.AreAsync(await rig.OrderAsync(version: "3.1.0"), "Released");
        await rig.AreAsync(await rig.OrderAsync(), "Released");

        await rig.AreAsync(await rig.StepsAsync("""["visit-close"]"""), "Done");
        Assert.False(rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(1)).IsVisible);
        await rig.AreAsync(await rig.StepsAsync("""["visit-open"]"""), "Done");
        Assert.True(rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(1)).IsVisible);
        await rig.AreAsync(await rig.StepsAsync("""["rollback"]""", ""","user_version":"3.2.0" """), "Done");
        Assert.Equal("3.1.0", rig.WeChat.Code.ReportOf(ReleaseRig.AppIdOf(1)).Released!.UserVersion);
        var again = await rig.StepsAsync("""["rollback"]""");
        await rig.AreAsync(again, "Failed");

        Assert.Equal(87012, (await rig.ItemAsync(again, 1)).GetProperty("errcode").GetInt32());
    }
}
