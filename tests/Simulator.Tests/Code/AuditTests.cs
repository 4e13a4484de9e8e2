using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class AuditTests : CodeFixture
{
    private const string SpeedUpPath = "/wxa/speedupaudit";
    private const string Item = """{"first_class":"工具","second_class":"效率"}""";

    [Fact]
    public async Task A_submitted_version_is_audited_until_a_script_decides()
    {
        var id = await SubmitAsync();
        var waiting = await CodeAsync(LatestPath);
        await Simulator.Code.DecideAsync(Mini.AppId, Approval, Cancellation);
        var approved = await CodeAsync(LatestPath);
        var message = Open(Gateway.Received.Single());

        Assert.InRange(id, 1_000_000_000, 9_999_999_999);
        Assert.Equal((2, 0), ((int)waiting["status"]!, (int)approved["status"]!));
        Assert.Equal((id, "3.2.0"), ((long)approved["auditid"]!, (string)approved["user_version"]!));
        Assert.Equal(0, (int)(await CodeAsync("/wxa/get_auditstatus", $$"""{"auditid":{{id}}}"""))["status"]!);
        Assert.Equal("weapp_audit_success", message.Element("Event")!.Value);
        Assert.Equal("gh_mini", message.Element("ToUserName")!.Value);
        Assert.NotNull(message.Element("SuccTime"));
    }

    [Fact]
    public async Task An_audit_with_a_duration_ends_as_event_and_as_status()
    {
        (Mini.Code.AuditAfter, Mini.Code.AuditResult) = (TimeSpan.FromHours(1), AuditResult.Reject);
        (Mini.Code.AuditReason, Mini.Code.AuditScreenshots) = ("1:不行", "m1|m2");
        await SubmitAsync();
        await Eventually.HoldsAsync(() => Clock.HasTimerDueIn(TimeSpan.FromHours(1)), "the audit waits for its end", Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(2, (int)(await CodeAsync(LatestPath))["status"]!);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var refused = await CodeAsync(LatestPath);
        await Eventually.HoldsAsync(() => Gateway.Received.Count == 1, "the event comes", Cancellation);
        var message = Open(Gateway.Received.Single());

        Assert.Equal((1, "1:不行", "m1|m2"), ((int)refused["status"]!, (string)refused["reason"]!, (string)refused["ScreenShot"]!));
        Assert.Equal("weapp_audit_fail", message.Element("Event")!.Value);
        Assert.Equal(("1:不行", "m1|m2"), (message.Element("Reason")!.Value, message.Element("ScreenShot")!.Value));
    }

    [Fact]
    public async Task The_event_comes_also_when_the_timer_fires_before_the_clock_says_that_the_audit_is_over()
    {
        Mini.Code.AuditAfter = TimeSpan.FromHours(1);
        await SubmitAsync();
        await Eventually.HoldsAsync(() => Clock.HasTimerDueIn(TimeSpan.FromHours(1)), "the audit waits for its end", Cancellation);
        Clock.JumpTo(Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Clock.Advance(TimeSpan.FromHours(1));

        await Eventually.HoldsAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromMilliseconds(1));
                return Gateway.Received.Count == 1;
            },
            "the event comes",
            Cancellation);
    }

    [Fact]
    public async Task A_delayed_audit_is_still_under_way()
    {
        await SubmitAsync();
        await Simulator.Code.DecideAsync(Mini.AppId, new AuditVerdict(AuditResult.Delay, "人多"), Cancellation);

        Assert.Equal(4, (int)(await CodeAsync(LatestPath))["status"]!);
        Assert.Equal("weapp_audit_delay", Open(Gateway.Received.Single()).Element("Event")!.Value);
        Assert.Equal(85009, await CodeErrorAsync(SubmitPath, "{}"));
        await Simulator.Code.DecideSilentlyAsync(Mini.AppId, Approval, Cancellation);
        Assert.Equal(0, (int)(await CodeAsync(LatestPath))["status"]!);
        Assert.Single(Gateway.Received);
    }

    [Fact]
    public async Task An_event_may_be_lost_and_fields_may_be_written_otherwise()
    {
        (Mini.Code.LosesAuditEvents, Mini.Code.WritesAuditIdAsText, Mini.Code.WritesScreenshotInLowerCase) = (true, true, true);
        await CommitAsync();
        var id = (string)(await CodeAsync(SubmitPath, "{}"))["auditid"]!;
        Assert.Null(await Simulator.Code.DecideAsync(Mini.AppId, new AuditVerdict(AuditResult.Reject, "no", "m"), Cancellation));
        var status = await CodeAsync(LatestPath);

        Assert.Equal((id, "m"), ((string)status["auditid"]!, (string)status["screenshot"]!));
        Assert.Empty(Gateway.Received);
    }

    [Fact]
    public async Task Submitting_needs_a_commit_a_scan_a_profile_and_no_other_audit()
    {
        Assert.Equal(85086, await CodeErrorAsync(SubmitPath, "{}"));
        Assert.Equal(85058, await CodeErrorAsync(LatestPath));
        await CodeAsync(CommitPath, CommitBody());
        Assert.Equal(61039, await CodeErrorAsync(SubmitPath, "{}"));
        Clock.Advance(Mini.Code.PrivacyScan);
        Mini.Code.UnpermittedPrivacyApis = ["wx.getLocation"];
        Assert.Equal(61040, await CodeErrorAsync(SubmitPath, "{}"));
        Mini.Code.HasProfile = false;
        Assert.Equal(86002, await CodeErrorAsync(SubmitPath, """{"privacy_api_not_use":true}"""));
        Mini.Code.HasProfile = true;
        Assert.Equal(0, await CodeErrorAsync(SubmitPath, """{"privacy_api_not_use":true}"""));
        Assert.Equal(85009, await CodeErrorAsync(SubmitPath, """{"privacy_api_not_use":true}"""));
        Assert.Equal(1, Program.Counts.Submissions);
    }

    [Theory]
    [InlineData(85023, "[]")]
    [InlineData(85023, "{}")]
    [InlineData(85023, $"[{Item},{Item},{Item},{Item},{Item},{Item}]")]
    [InlineData(85010, """[{"first_class":"工具"}]""")]
    [InlineData(85010, "[7]")]
    [InlineData(85008, """[{"first_class":"工具","second_class":"天气"}]""")]
    [InlineData(85007, """[{"first_class":"工具","second_class":"效率","address":"pages/none"}]""")]
    [InlineData(85011, """[{"first_class":"工具","second_class":"效率","title":"123456789012345678901234567890123"}]""")]
    [InlineData(85006, """[{"first_class":"工具","second_class":"效率","tag":"123456789012345678901"}]""")]
    [InlineData(85006, """[{"first_class":"工具","second_class":"效率","tag":"1 2 3 4 5 6 7 8 9 10 11"}]""")]
    [InlineData(0, """[{"first_class":"工具","second_class":"效率","address":"pages/index/index","title":"首页","tag":"a b"}]""")]
    public async Task Items_are_checked(int error, string items)
    {
        await CommitAsync();

        Assert.Equal(error, await CodeErrorAsync(SubmitPath, $$"""{"item_list":{{items}}}"""));
    }

    [Theory]
    [InlineData(85092, """{"pic_id_list":["unknown"]}""")]
    [InlineData(85092, """{"pic_id_list":"unknown"}""")]
    [InlineData(85092, "[]")]
    [InlineData(85093, """{"video_id_list":["1","2"]}""")]
    [InlineData(0, """{"pic_id_list":[],"video_id_list":[]}""")]
    public async Task Previews_are_checked(int error, string preview)
    {
        await CommitAsync();

        Assert.Equal(error, await CodeErrorAsync(SubmitPath, $$"""{"preview_info":{{preview}}}"""));
    }

    [Fact]
    public async Task The_quota_is_the_platforms_and_returns_at_midnight_in_Beijing()
    {
        // The clock stands at eight in the morning in Beijing.
        (Platform.Switches.AuditsPerDay, Platform.Switches.AuditsPerMonth) = (1, 3);
        var other = new SimulatedAccount { AppId = "wxmini00000000002", Kind = AccountKind.MiniProgram };
        Simulator.AddAccount(other);
        var token = await TokenOfAsync(other.AppId);
        await SubmitAsync();
        await CodeWithAsync(token, CommitPath, CommitBody());
        Clock.Advance(Mini.Code.PrivacyScan);
        var used = await CodeWithAsync(token, QuotaPath);
        Assert.Equal((0, 3), ((int)used["rest"]!, (int)used["limit"]!));
        Assert.Equal(85085, ErrorOf(await CodeWithAsync(token, SubmitPath, "{}")));

        Clock.Advance(TimeSpan.FromHours(16));
        token = await TokenOfAsync(other.AppId);
        Assert.Equal(1, (int)(await CodeWithAsync(token, QuotaPath))["rest"]!);
        Assert.Equal(0, ErrorOf(await CodeWithAsync(token, SubmitPath, "{}")));
    }

    [Fact]
    public async Task A_withdrawn_audit_lets_the_next_one_in_five_times_a_day()
    {
        Assert.Equal(85019, await CodeErrorAsync(UndoPath));
        for (var time = 1; time <= 5; time++)
        {
            await SubmitAsync();
            Assert.Equal(0, await CodeErrorAsync(UndoPath));
            Assert.Equal(3, (int)(await CodeAsync(LatestPath))["status"]!);
        }

        Assert.Equal(85020, await CodeErrorAsync(UndoPath));
        await SubmitAsync();
        Assert.Equal(87013, await CodeErrorAsync(UndoPath));
        Assert.Equal((6, 5), (Program.Counts.Submissions, Program.Counts.Undos));
    }

    [Fact]
    public async Task No_audit_is_withdrawn_more_than_ten_times_a_month()
    {
        for (var day = 1; day <= 3; day++)
        {
            await RenewTokenAsync();
            for (var time = 1; time <= 5; time++)
            {
                await CommitAsync();
                await CodeAsync(SubmitPath, "{}");
                Assert.Equal(day == 3 ? 87013 : 0, await CodeErrorAsync(UndoPath));
            }

            Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(10, Program.Counts.Undos);
    }

    [Fact]
    public async Task A_planned_end_does_not_undo_a_withdrawal()
    {
        Mini.Code.AuditAfter = TimeSpan.FromHours(1);
        await SubmitAsync();
        await CodeAsync(UndoPath);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(AuditStatus.Undone, Program.Audit!.Status);
    }

    [Fact]
    public async Task An_audit_is_sped_up_once_while_it_is_under_way_and_the_quota_lasts()
    {
        Platform.Switches.SpeedUpsPerMonth = 1;
        var id = await SubmitAsync();
        Assert.Equal(85012, await CodeErrorAsync(SpeedUpPath, """{"auditid":1}"""));
        Assert.Equal(0, await CodeErrorAsync(SpeedUpPath, $$"""{"auditid":{{id}}}"""));
        Assert.Equal(89404, await CodeErrorAsync(SpeedUpPath, $$"""{"auditid":{{id}}}"""));
        await Simulator.Code.DecideSilentlyAsync(Mini.AppId, Approval, Cancellation);
        Assert.Equal(89402, await CodeErrorAsync(SpeedUpPath, $$"""{"auditid":{{id}}}"""));
        var next = await SubmitAsync("3.3.0");
        Assert.Equal(89405, await CodeErrorAsync(SpeedUpPath, $$"""{"auditid":{{next}}}"""));
        Assert.Equal(0, (int)(await CodeAsync(QuotaPath))["speedup_rest"]!);
    }

    [Fact]
    public async Task Fifty_submissions_at_once_begin_one_audit()
    {
        await CommitAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CodeErrorAsync(SubmitPath, "{}")));

        Assert.Single(answers, error => error == 0);
        Assert.Equal(49, answers.Count(error => error == 85009));
        Assert.Equal(999, (int)(await CodeAsync(QuotaPath))["rest"]!);
    }
}
