using System.Text;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Platform.Tests.Code;

/// <summary>WeChat's answers about code, in all the forms that they were seen in.</summary>
public sealed class CodeAnswersTests
{
    [Theory]
    [InlineData("""{"auditid":1234567890,"status":1,"ScreenShot":"a|b"}""", "1234567890")]
    [InlineData("""{"auditid":"1234567890","status":"1","screenshot":"a|b"}""", "1234567890")]
    [InlineData("""{"auditid":98765432109876543210,"status":1,"screenshot":"","ScreenShot":"a|b"}""", "98765432109876543210")]
    public void An_audit_is_read_in_every_form(string json, string id)
    {
        var audit = CodeAnswers.Audit(Fields(json))!;

        Assert.Equal((id, AuditStatus.Rejected, "a|b", ""), (audit.AuditId, audit.Status, audit.Screenshot, audit.Reason));
    }

    [Fact]
    public void An_audit_has_all_that_WeChat_tells()
    {
        var audit = CodeAnswers.Audit(Fields(
            """{"auditid":1,"status":4,"reason":"延后","user_version":3,"user_desc":"新","submit_audit_time":"1700000000","x":[]}"""))!;

        Assert.Equal(
            (AuditStatus.Delayed, "延后", "3", "新", 1700000000L),
            (audit.Status, audit.Reason, audit.Version, audit.Description, audit.SubmittedAt!.Value));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"auditid":"","status":1}""")]
    [InlineData("""{"auditid":{},"status":1}""")]
    [InlineData("""{"auditid":1,"status":"soon"}""")]
    public void What_is_no_audit_is_none(string json) => Assert.Null(CodeAnswers.Audit(Fields(json)));

    [Fact]
    public void Versions_may_be_missing()
    {
        var both = CodeAnswers.Versions(Fields(
            """
            {"exp_info":{"exp_time":1,"exp_version":"2","exp_desc":"d"},"release_info":{"release_time":"3","release_version":1.0}}
            """))!;

        Assert.Equal(new CodeVersion("2", "d", 1), both.Trial);
        Assert.Equal(new CodeVersion("1.0", "", 3), both.Released);
        Assert.Equal(new VersionInfo(null, null), CodeAnswers.Versions(Fields("{}")));
        Assert.Equal(new VersionInfo(null, null), CodeAnswers.Versions(Fields("""{"exp_info":[],"release_info":{}}""")));
    }

    [Fact]
    public void Quota_plan_history_and_privacy_are_read()
    {
        Assert.Equal(
            new AuditQuota(4, 20, 1, 2), CodeAnswers.Quota(Fields("""{"rest":"4","limit":20,"speedup_rest":1,"speedup_limit":2}""")));
        Assert.Equal(new AuditQuota(4, 4, 0, 0), CodeAnswers.Quota(Fields("""{"rest":4}""")));
        Assert.Null(CodeAnswers.Quota(Fields("{}")));
        Assert.Equal(
            new GrayPlan(1, 10, 5) { DebuggersFirst = true },
            CodeAnswers.Gray(Fields(
                """{"gray_release_plan":{"status":1,"create_timestamp":5,"gray_percentage":"10","support_debuger_first":true}}""")));
        Assert.Null(CodeAnswers.Gray(Fields("""{"gray_release_plan":null}""")));
        Assert.Equal(
            [new HistoryVersion("4", "1.0.1", "d", 6)],
            CodeAnswers.History(Fields(
                """{"version_list":[{"app_version":4,"user_version":"1.0.1","user_desc":"d","commit_time":6},{},7,null]}"""))!.Versions);
        Assert.Empty(CodeAnswers.History(Fields("{}"))!.Versions);
        var check = CodeAnswers.Privacy(Fields("""{"without_auth_list":["wx.getLocation",7],"without_conf_list":null}"""))!;
        Assert.Equal(["wx.getLocation"], check.WithoutPermission);
        Assert.Empty(check.WithoutConfiguration);
    }

    private static JsonFields Fields(string json) => JsonFields.Parse(Encoding.UTF8.GetBytes(json))!;
}
