using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Code.Audits;

namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class ReleaseTests : CodeFixture
{
    private const string GrayPath = "/wxa/grayrelease";
    private const string PlanPath = "/wxa/getgrayreleaseplan";
    private const string VisitPath = "/wxa/getvisitstatus";

    [Fact]
    public async Task An_approved_version_is_released_once()
    {
        await ApproveAsync();
        Assert.Equal(44002, await CodeErrorAsync(ReleasePath, ""));
        Assert.Equal(0, await CodeErrorAsync(ReleasePath, "{}"));
        Assert.Equal(85052, await CodeErrorAsync(ReleasePath, "{}"));
        var info = (await CodeAsync(VersionPath, "{}"))["release_info"]!;

        Assert.Equal("3.2.0", (string)info["release_version"]!);
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds(), (long)info["release_time"]!);
        Assert.Equal(1, Program.Counts.Releases);
        Assert.True(Program.Audit!.IsReleased);
    }

    [Fact]
    public async Task Only_approved_code_is_released()
    {
        Assert.Equal(85019, await CodeErrorAsync(ReleasePath, "{}"));
        await SubmitAsync();
        Assert.Equal(85020, await CodeErrorAsync(ReleasePath, "{}"));
        await Simulator.Code.DecideSilentlyAsync(Mini.AppId, new AuditVerdict(AuditResult.Reject, "no"), Cancellation);
        Assert.Equal(85020, await CodeErrorAsync(ReleasePath, "{}"));
    }

    [Fact]
    public async Task What_is_released_is_the_audited_code_not_a_later_commit()
    {
        await ApproveAsync();
        await CommitAsync("4.0.0");
        await CodeAsync(ReleasePath, "{}");

        Assert.Equal("3.2.0", Program.Released!.UserVersion);
        Assert.Equal("4.0.0", Program.Committed!.UserVersion);
    }

    [Fact]
    public async Task A_release_is_rolled_back_once()
    {
        Assert.Equal(87012, await CodeErrorAsync(RollBackPath));
        await ReleaseAsync("1");
        Assert.Equal(87012, await CodeErrorAsync(RollBackPath));
        await ReleaseAsync("2");
        await ReleaseAsync("3");
        Assert.Equal(["2", "1"], await HistoryAsync());
        Assert.Equal(0, await CodeErrorAsync(RollBackPath));
        Assert.Equal("2", Program.Released!.UserVersion);
        Assert.Empty(await HistoryAsync());
        Assert.Equal(87012, await CodeErrorAsync(RollBackPath));
        await ReleaseAsync("4");
        Assert.Equal(["2", "1"], await HistoryAsync());
    }

    [Fact]
    public async Task A_roll_back_may_name_a_version_and_listing_never_rolls_back()
    {
        foreach (var version in new[] { "1", "2", "3" })
        {
            await ReleaseAsync(version);
        }

        var number = Program.Earlier[^1].AppVersion;
        await CodeAsync($"{RollBackPath}?action=get_history_version&app_version={number}");
        Assert.Equal("3", Program.Released!.UserVersion);
        Assert.Equal(87012, await CodeErrorAsync($"{RollBackPath}?app_version=99"));
        Assert.Equal(87012, await CodeErrorAsync($"{RollBackPath}?app_version=1x"));
        Assert.Equal(0, await CodeErrorAsync($"{RollBackPath}?app_version={number}"));
        Assert.Equal("1", Program.Released!.UserVersion);
    }

    [Fact]
    public async Task At_most_five_earlier_versions_are_kept()
    {
        foreach (var version in Enumerable.Range(1, 8))
        {
            await ReleaseAsync($"{version}");
        }

        Assert.Equal(["7", "6", "5", "4", "3"], await HistoryAsync());
    }

    [Fact]
    public async Task A_gray_release_only_grows_and_ends_with_everybody()
    {
        Assert.Equal(85079, await GrayAsync(10));
        await ReleaseAsync("1");
        Assert.Equal(85080, await GrayAsync(10));
        await ApproveAsync("2");
        Assert.Equal(85081, await GrayAsync(0));
        Assert.Equal(85081, await GrayAsync(101));
        Assert.Equal(0, await GrayAsync(10));
        Assert.Equal(85082, await GrayAsync(10));
        Assert.Equal(85082, await GrayAsync(5));
        Assert.Equal(87011, await CodeErrorAsync(RollBackPath));
        Assert.Equal((1, 10), await PlanAsync());
        Assert.Equal("1", Program.Released!.UserVersion);
        Assert.Equal(0, await GrayAsync(100));
        Assert.Equal((3, 100), await PlanAsync());
        Assert.Equal("2", Program.Released!.UserVersion);
        Assert.Equal(85052, await CodeErrorAsync(ReleasePath, "{}"));
    }

    [Fact]
    public async Task A_gray_release_may_be_ended_or_completed_by_a_release()
    {
        await ReleaseAsync("1");
        await ApproveAsync("2");
        Assert.Equal((0, 0), await PlanAsync());
        await GrayAsync(40);
        Assert.Equal(0, await CodeErrorAsync("/wxa/revertgrayrelease"));
        Assert.Equal((4, 40), await PlanAsync());
        Assert.Equal(0, await GrayAsync(10));
        Assert.Equal(0, await CodeErrorAsync(ReleasePath, "{}"));
        Assert.Equal((3, 100), await PlanAsync());
    }

    [Fact]
    public async Task A_released_mini_program_is_closed_and_opened()
    {
        const string Change = "/wxa/change_visitstatus";
        Assert.Equal(85021, await CodeErrorAsync(Change, """{"action":"close"}"""));
        await ReleaseAsync();
        Assert.Equal(1, (int)(await CodeAsync(VisitPath, "{}"))["status"]!);
        Assert.Equal(85022, await CodeErrorAsync(Change, """{"action":"shut"}"""));
        Assert.Equal(0, await CodeErrorAsync(Change, """{"action":"close"}"""));
        Assert.Equal(0, (int)(await CodeAsync(VisitPath, "{}"))["status"]!);
        Assert.Equal(0, await CodeErrorAsync(Change, """{"action":"open"}"""));
        Assert.True(Program.IsVisible);
    }

    private async Task<IEnumerable<string>> HistoryAsync() =>
        (await CodeAsync($"{RollBackPath}?action=get_history_version"))["version_list"]!.AsArray()
            .Select(version => (string)version!["user_version"]!);

    private Task<int> GrayAsync(int percentage) => CodeErrorAsync(GrayPath, $$"""{"gray_percentage":{{percentage}}}""");

    private async Task<(int Status, int Percentage)> PlanAsync()
    {
        var plan = (await CodeAsync(PlanPath))["gray_release_plan"]!;
        return ((int)plan["status"]!, (int)plan["gray_percentage"]!);
    }
}
