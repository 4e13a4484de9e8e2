using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>What holds a release up, and what people do then.</summary>
public sealed class HeldUpReleaseTests
{
    [Fact]
    public async Task A_days_quota_that_ends_in_the_middle_is_waited_for_until_the_next_day()
    {
        await using var rig = await ReleaseRig.StartAsync(5);
        rig.Platform.Switches.AuditsPerDay = 3;

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Released", 3);
        await rig.IsAsync(id, "WaitingForQuota");
        await rig.AreAsync(id, "Submitting", 2);
        var waiting = await rig.GetAsync($"{ReleaseRig.Releases}/{id}");
        Assert.Contains("quota", waiting.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, Enumerable.Range(1, 5).Sum(number => rig.CountsOf(number).Submissions));

        rig.Clock.Advance(waiting.GetProperty("due_at").GetDateTimeOffset() - rig.Clock.GetUtcNow());

        // Tickets live for twelve hours.
        await rig.WeChat.Platforms.PushTicketAsync(ReleaseRig.Component, TestContext.Current.CancellationToken);
        await rig.AreAsync(id, "Released");
        await rig.IsAsync(id, "Ended");

        Assert.All(Enumerable.Range(1, 5), number => Assert.Equal(1, rig.CountsOf(number).Submissions));
    }

    [Fact]
    public async Task A_submission_that_WeChat_refuses_for_want_of_quota_waits_too_and_resume_tries_at_once()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        rig.WeChat.Faults.Add("/wxa/submit_audit", Fault.Error(85085, "submit audit reach limit"), times: 1);

        var id = await rig.OrderAsync();
        await rig.IsAsync(id, "WaitingForQuota");
        var (status, _) = await rig.PostAsync($"{ReleaseRig.Releases}/{id}/resume");

        Assert.Equal(200, status);
        await rig.AreAsync(id, "Released");
    }

    [Fact]
    public async Task Failures_of_one_kind_in_a_row_pause_it_and_retry_goes_on_once_the_cause_is_mended()
    {
        await using var rig = await ReleaseRig.StartAsync(6);

        var (status, filed) = await rig.PostAsync(
            ReleaseRig.Releases, """{"to":{"all":true},"template_id":99,"user_version":"4.0.0","at_once":1,"stop_after":3}""");
        Assert.Equal(202, status);
        var id = filed.GetProperty("id").GetString()!;
        await rig.IsAsync(id, "Paused");

        Assert.Equal((3, 3), (await rig.CountAsync(id, "Failed"), await rig.CountAsync(id, "Queued")));
        var failed = (await rig.GetAsync($"{ReleaseRig.Releases}/{id}/items?state=failed")).GetProperty("items");
        Assert.Equal(3, failed.GetArrayLength());
        Assert.All(failed.EnumerateArray(), item => Assert.Equal(85014, item.GetProperty("errcode").GetInt32()));
        var why = (await rig.GetAsync($"{ReleaseRig.Releases}/{id}")).GetProperty("why").GetString();
        Assert.Contains("85014", why, StringComparison.Ordinal);

        rig.WeChat.Code.AddTemplate(ReleaseRig.Component, new CodeTemplate { Id = 99 });
        var (retried, _) = await rig.PostAsync($"{ReleaseRig.Releases}/{id}/retry", """{"states":["Failed"]}""");
        Assert.Equal(200, retried);
        await rig.AreAsync(id, "Released");
    }

    [Fact]
    public async Task A_cancelled_release_does_nothing_more_and_may_be_begun_anew()
    {
        await using var rig = await ReleaseRig.StartAsync(3, code => code.AuditAfter = null);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");

        var (status, _) = await rig.PostAsync($"{ReleaseRig.Releases}/{id}/cancel");
        Assert.Equal(200, status);
        await rig.IsAsync(id, "Cancelled");
        Assert.Equal(3, await rig.CountAsync(id, "Cancelled"));
        Assert.Contains("undo", (await rig.ItemAsync(id, 1)).GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(409, (await rig.PostAsync($"{ReleaseRig.Releases}/{id}/resume")).Status);

        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/retry", """{"states":["Cancelled"]}""");
        await rig.AreAsync(id, "Auditing");
        Assert.All(Enumerable.Range(1, 3), number => Assert.Equal(1, rig.CountsOf(number).Submissions));
    }

    [Fact]
    public async Task No_more_than_at_once_are_under_way()
    {
        await using var rig = await ReleaseRig.StartAsync(4);
        rig.WeChat.Faults.Add("/wxa/commit", Fault.Delay(TimeSpan.FromMilliseconds(300)));

        var id = await rig.OrderAsync(""","at_once":2,"steps":["commit"]""");
        var most = 0;
        while (await rig.CountAsync(id, "Done") < 4)
        {
            most = Math.Max(most, await rig.CountAsync(id, "Committing"));
        }

        Assert.InRange(most, 1, 2);
    }
}
