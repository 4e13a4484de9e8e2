using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Time;

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
    public async Task Quota_that_does_not_come_at_midnight_either_is_waited_for_until_the_midnight_after()
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        rig.Platform.Switches.AuditsPerDay = 0;
        var id = await rig.OrderAsync();
        await rig.IsAsync(id, "WaitingForQuota");
        await rig.AreAsync(id, "Submitting");
        var first = (await rig.GetAsync($"{ReleaseRig.Releases}/{id}")).GetProperty("due_at").GetDateTimeOffset();
        Assert.Equal((0, 1), (first.ToOffset(TimeSpan.FromHours(8)).Hour, first.ToOffset(TimeSpan.FromHours(8)).Minute));

        await rig.PassAsync(first - rig.Clock.GetUtcNow());

        await Eventually.HoldsAsync(
            async () => await DueAtAsync() == first.AddDays(1), "it waited for the next midnight", TestContext.Current.CancellationToken);
        Assert.Equal("WaitingForQuota", (await rig.GetAsync($"{ReleaseRig.Releases}/{id}")).GetProperty("state").GetString());
        rig.Platform.Switches.AuditsPerDay = 2;
        await rig.PassAsync(first.AddDays(1) - rig.Clock.GetUtcNow());
        await rig.AreAsync(id, "Released");
        Assert.All([1, 2], number => Assert.Equal((1, 1), (rig.CountsOf(number).Commits, rig.CountsOf(number).Submissions)));

        async Task<DateTimeOffset?> DueAtAsync()
            => (await rig.GetAsync($"{ReleaseRig.Releases}/{id}")).TryGetProperty("due_at", out var at) ? at.GetDateTimeOffset() : null;
    }

    [Fact]
    public async Task A_call_of_which_a_mini_program_has_used_up_the_days_number_waits_for_midnight()
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        rig.WeChat.Faults.Add("/wxa/commit", Fault.Error(45009, "reach max api daily quota limit"), times: 1, ReleaseRig.AppIdOf(1));

        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Released", 1);
        var waiting = await rig.ItemAsync(id, 1);
        var due = waiting.GetProperty("due_at").GetDateTimeOffset();
        Assert.Equal(("Committing", 45009), (waiting.GetProperty("state").GetString(), waiting.GetProperty("errcode").GetInt32()));
        Assert.Equal((0, 1), (due.ToOffset(TimeSpan.FromHours(8)).Hour, due.ToOffset(TimeSpan.FromHours(8)).Minute));

        await rig.PassAsync(due - rig.Clock.GetUtcNow());
        await rig.AreAsync(id, "Released");
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
    public async Task An_audit_that_is_passed_while_a_release_is_cancelled_is_not_submitted_again()
    {
        await using var rig = await ReleaseRig.StartAsync(2, code => code.AuditAfter = null);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");
        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/cancel");
        await rig.IsAsync(id, "Cancelled");
        await rig.WeChat.Code.DecideAllAsync(
            ReleaseRig.Component, new AuditVerdict(AuditResult.Approve), isSilent: true, TestContext.Current.CancellationToken);

        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/retry", """{"states":["Cancelled"]}""");
        await rig.AreAsync(id, "Released");

        Assert.All([1, 2], number => Assert.Equal((1, 1), (rig.CountsOf(number).Commits, rig.CountsOf(number).Submissions)));
    }

    [Fact]
    public async Task What_failed_goes_on_where_it_failed()
    {
        await using var rig = await ReleaseRig.StartAsync(4);
        rig.WeChat.Faults.Add("/wxa/commit", Fault.Error(85013, "invalid version"), times: 1, ReleaseRig.AppIdOf(1));
        rig.WeChat.Faults.Add("/wxa/submit_audit", Fault.Error(85086, "nothing committed since"), times: 1, ReleaseRig.AppIdOf(4));
        rig.WeChat.Faults.Add("/wxa/submit_audit", Fault.Error(86002, "no profile"), times: 1, ReleaseRig.AppIdOf(2));
        rig.WeChat.Faults.Add("/wxa/release", Fault.Error(85020, "not approved"), times: 1, ReleaseRig.AppIdOf(3));
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Failed");

        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/retry");
        await rig.AreAsync(id, "Released");

        Assert.Equal((2, 1), (rig.CountsOf(4).Commits, rig.CountsOf(4).Submissions));
        Assert.All([1, 2, 3], number => Assert.Equal((1, 1), (rig.CountsOf(number).Commits, rig.CountsOf(number).Submissions)));
    }

    [Fact]
    public async Task An_audit_that_a_person_withdrew_is_submitted_again_by_retry()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditAfter = null);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");
        await rig.AreAsync(await rig.StepsAsync("""["undo"]"""), "Done");
        rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await rig.AreAsync(id, "Failed");
        rig.CodeOf(1).AuditAfter = TimeSpan.FromMilliseconds(50);

        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/retry");
        await rig.AreAsync(id, "Released");

        Assert.Equal(2, rig.CountsOf(1).Submissions);
    }

    [Fact]
    public async Task What_is_being_published_when_it_is_cancelled_is_published_and_says_so()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        var moment = new TaskCompletionSource();
        rig.WeChat.Faults.Add("/wxa/release", Fault.AnswerAfter(moment.Task), times: 1);
        var id = await rig.OrderAsync();
        await Eventually.HoldsAsync(
            () => rig.CountsOf(1).Releases == 1, "WeChat published it", TestContext.Current.CancellationToken);

        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/cancel");
        await rig.IsAsync(id, "Cancelling");
        moment.SetResult();
        await rig.IsAsync(id, "Cancelled");

        Assert.Equal(1, await rig.CountAsync(id, "Released"));
    }

    [Fact]
    public async Task A_database_that_is_away_in_the_middle_costs_time_and_no_call_twice()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        var moment = new TaskCompletionSource();
        rig.WeChat.Faults.Add("/wxa/commit", Fault.AnswerAfter(moment.Task), times: 1);
        var id = await rig.OrderAsync();
        await Eventually.HoldsAsync(
            () => rig.CountsOf(1).Commits == 1, "WeChat had the code", TestContext.Current.CancellationToken);

        rig.Store.IsAway = true;
        moment.SetResult();
        using var answer = await rig.Client.GetAsync($"{ReleaseRig.Releases}/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(503, (int)answer.StatusCode);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        rig.Store.IsAway = false;
        await rig.PassesToAsync(id, "Ended");

        Assert.Equal((1, 1, 1), (rig.CountsOf(1).Commits, rig.CountsOf(1).Submissions, rig.CountsOf(1).Releases));
    }

    [Fact]
    public async Task A_release_whose_work_fails_unexpectedly_holds_up_no_other_and_goes_on_when_it_can()
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        rig.Store.Broken = Guid.Empty;
        var first = await rig.OrderAsync(to: $$"""{"appids":["{{ReleaseRig.AppIdOf(1)}}"]}""");
        var second = await rig.OrderAsync(to: $$"""{"appids":["{{ReleaseRig.AppIdOf(2)}}"]}""");

        await rig.IsAsync(second, "Ended");
        Assert.Equal(1, await rig.CountAsync(first, "Queued"));
        Assert.Contains("failed unexpectedly", rig.Logs.Text, StringComparison.Ordinal);

        rig.Store.Broken = null;
        await rig.IsAsync(first, "Ended");
        Assert.Equal(1, await rig.CountAsync(first, "Released"));
    }

    [Fact]
    public async Task A_clock_that_is_put_forward_and_back_costs_no_call_twice()
    {
        await using var rig = await ReleaseRig.StartAsync(3);
        var moment = new TaskCompletionSource();
        rig.WeChat.Faults.Add("/wxa/commit", Fault.AnswerAfter(moment.Task), times: 3);
        var id = await rig.OrderAsync();
        await Eventually.HoldsAsync(
            () => Enumerable.Range(1, 3).All(number => rig.CountsOf(number).Commits == 1),
            "WeChat had the code",
            TestContext.Current.CancellationToken);

        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.CountAsync(id, "Committing");
        rig.Clock.Advance(TimeSpan.FromMinutes(-62));
        moment.SetResult();
        await rig.PassesToAsync(id, "Ended");

        Assert.All([1, 2, 3], number => Assert.Equal((1, 1), (rig.CountsOf(number).Commits, rig.CountsOf(number).Submissions)));
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
