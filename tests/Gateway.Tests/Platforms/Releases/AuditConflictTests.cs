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
