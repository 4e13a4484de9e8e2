using System.Text;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Json;
using WxYarpGateway.Platform.Rules.Matching;

namespace WxYarpGateway.Platform.Tests.Rules;

public sealed class RuleJsonTests
{
    private const string Full = """
        { "Name": "orders", "Priority": 100, "Enabled": false,
          "When": { "InfoType": null, "MsgType": ["text", "image"], "Event": "weapp_audit_*", "AppId": "wx12*", "Kind": "MiniProgram", "Tag": "vip" },
          "To": { "Backend": "crm", "Path": "/wx/$APPID$/$EVENT$" },
          "Mode": "Copy", "Format": "WxComponent", "Deadline": "00:00:03", "Then": "Continue" }
        """;

    private static readonly string[] Backends = ["crm", "bot"];

    [Fact]
    public void A_rule_with_every_member_is_read_and_written_alike()
    {
        var rule = Read(Full).Rule!;

        Assert.Equal(("orders", 100, false), (rule.Name, rule.Priority, rule.Enabled));
        Assert.Equal(["text", "image"], rule.When.MsgType);
        Assert.Empty(rule.When.InfoType);
        Assert.Equal(["weapp_audit_*"], rule.When.Event);
        Assert.Equal((RuleMode.Copy, TargetFormat.WxComponent, RuleThen.Continue), (rule.Mode, rule.Format, rule.Then));
        Assert.Equal(TimeSpan.FromSeconds(3), rule.Deadline);
        Assert.Equal("/wx/$APPID$/$EVENT$", rule.To!.Path!.ToString());

        var again = RuleJson.Read(RuleJson.Write(rule), "orders", Backends).Rule!;
        Assert.Equal(Encoding.UTF8.GetString(RuleJson.Write(rule)), Encoding.UTF8.GetString(RuleJson.Write(again)));
    }

    [Fact]
    public void Defaults_are_those_of_a_rule_that_replies()
    {
        var rule = Read("""{"Name":"a","To":{"Backend":"crm"}}""").Rule!;

        Assert.Equal((0, true, RuleMode.Reply, TargetFormat.Json, RuleThen.Stop),
            (rule.Priority, rule.Enabled, rule.Mode, rule.Format, rule.Then));
        Assert.Null(rule.Deadline);
    }

    [Fact]
    public void All_errors_are_named_at_once_each_by_its_path()
    {
        var errors = Read("""
            { "Name": "no/slash", "Priority": "high", "Enabled": 1, "Wen": {},
              "When": { "MsgType": ["text", 5, ""], "Event": {}, "Appid": ["a"], "Color": "red", "Tag": [] },
              "To": { "Backend": "nobody", "Path": "/a/$WHO$", "Url": "http://x" },
              "Mode": "Reply,Copy", "Format": 1, "Deadline": "5", "Then": null }
            """).Errors.Select(error => error.Path).Order(StringComparer.Ordinal);

        Assert.Equal(
            ["Deadline", "Enabled", "Format", "Mode", "Name", "Priority", "To.Backend", "To.Path", "To.Url", "Wen", "When.Color",
                "When.Event",
                "When.MsgType[1]", "When.MsgType[2]", "When.Tag"],
            errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"Name\":")]
    [InlineData("{\"Name\":\"a\",\"To\":{\"Backend\":\"crm\"},\"name\":\"b\"}")]
    [InlineData("{\"Name\":\"a\",\"When\":{\"MsgType\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":1}}}}}}}}")]
    [InlineData("{\"To\":{\"Backend\":\"crm\"}}")]
    [InlineData("{\"Name\":\"a\"}")]
    [InlineData("{\"Name\":\"a\",\"Mode\":\"Drop\",\"To\":{\"Backend\":\"crm\"}}")]
    [InlineData("{\"Name\":\"..\",\"Mode\":\"Drop\"}")]
    [InlineData("{\"Name\":\"a\",\"Mode\":\"Drop\",\"Priority\":1.5}")]
    [InlineData("{\"Name\":\"a\",\"Mode\":\"1\"}")]
    public void What_is_no_rule_is_refused(string json)
    {
        var reading = Read(json);

        Assert.Null(reading.Rule);
        Assert.NotEmpty(reading.Errors);
    }

    [Fact]
    public void A_rule_for_events_that_does_not_copy_is_warned_of()
        => Assert.Equal("Mode", Assert.Single(Read("""{"Name":"a","When":{"InfoType":"*"},"To":{"Backend":"crm"}}""").Warnings).Path);

    [Fact]
    public void A_patch_changes_what_it_names_and_null_takes_back()
    {
        var rule = Read(Full).Rule!;

        var patched = RuleJson.Patch(
            rule, """{"enabled":true,"When":{"MsgType":null,"Event":"CLICK"},"Deadline":null,"To":{"Path":null}}"""u8.ToArray(), Backends).Rule!;

        Assert.True(patched.Enabled);
        Assert.Empty(patched.When.MsgType);
        Assert.Equal(["CLICK"], patched.When.Event);
        Assert.Equal(["wx12*"], patched.When.AppId);
        Assert.Null(patched.Deadline);
        Assert.Equal(new RuleTarget("crm", null), patched.To);
        Assert.Equal(100, patched.Priority);
    }

    [Theory]
    [InlineData("""{"Name":"other"}""")]
    [InlineData("""{"Priority":"1"}""")]
    [InlineData("""{"When":[]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_patch_that_makes_no_rule_is_refused(string patch)
        => Assert.NotEmpty(RuleJson.Patch(Read(Full).Rule!, Encoding.UTF8.GetBytes(patch), Backends).Errors);

    [Theory]
    [InlineData("/wx/$APPID$/$INFOTYPE$/$MSGTYPE$/$EVENT$", "/wx/wx1/unknown/event/CLICK")]
    [InlineData("/fixed", "/fixed")]
    [InlineData("/$EVENT$$EVENT$", "/CLICKCLICK")]
    public void A_path_gets_the_names_of_the_message(string template, string expected)
    {
        Assert.True(PathTemplate.TryParse(template, out var path, out _));
        Assert.Equal(expected, path.Expand(new RuleSubject("wx1", "", "event", "CLICK", "", [])));
    }

    [Theory]
    [InlineData("../admin")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a%2fb")]
    [InlineData(".")]
    [InlineData("事件")]
    public void A_name_that_could_change_the_path_becomes_unknown(string name)
    {
        Assert.True(PathTemplate.TryParse("/wx/$EVENT$", out var path, out _));
        Assert.Equal("/wx/unknown", path.Expand(new RuleSubject("wx1", "", "event", name, "", [])));
        Assert.Equal("/wx/unknown", path.Expand(new RuleSubject("wx1", "", "event", new string('a', 65), "", [])));
    }

    [Theory]
    [InlineData("no/slash")]
    [InlineData("/a?b")]
    [InlineData("/a#b")]
    [InlineData("//host/a")]
    [InlineData("/a/../b")]
    [InlineData("/a\\b")]
    [InlineData("/a b")]
    [InlineData("/%2e%2e/")]
    [InlineData("/$APPID")]
    [InlineData("/$appid$")]
    [InlineData("")]
    public void A_path_that_is_none_is_refused(string path) => Assert.False(PathTemplate.TryParse(path, out _, out _));

    private static RuleReading Read(string json) => RuleJson.Read(Encoding.UTF8.GetBytes(json), name: null, Backends);
}
