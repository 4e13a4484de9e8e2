using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Versions;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class VersionsPageTests
{
    private const string Platform = "/platform/saas";
    private const string Mini = $"{Platform}/authorizers/wx1";

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_program_shows_what_WeChat_tells_and_why_a_part_is_missing()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<ProgramPage>(parameters => parameters.Add(one => one.AppId, "wx1"));

        page.WaitForAssertion(
            () => Assert.Contains("under way", page.Find("[data-part=audit]").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains(PlatformGateway.Hostile, page.Find("[data-part=trial]").TextContent, StringComparison.Ordinal);
        Assert.Contains("61007", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Have it authorize again.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script, .undo, .commit, .release"));
    }

    [Fact]
    public async Task A_refusal_of_WeChats_is_told_with_its_cure_and_audited_without_its_words()
    {
        await using var gateway = await StartAsync();
        gateway.AnswerBy($"{Mini}/audit", _ => (502,
            $$"""{"errcode":87013,"errmsg":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},"hint":"Wait: 5 times a day are allowed."}"""));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<ProgramPage>(parameters => parameters.Add(one => one.AppId, "wx1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".undo")), Long);

        await page.PressAsync(".undo");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(
            () => Assert.Contains("Wait: 5 times a day are allowed.", page.Find(".changed").TextContent, StringComparison.Ordinal), Long);
        Assert.Empty(page.FindAll("img, script"));
        Assert.Equal([("code.undo", "saas/wx1", "failed, Unavailable 87013")], context.Audit.Entries);
    }

    [Fact]
    public async Task An_audit_names_pages_and_categories_that_WeChat_offers()
    {
        await using var gateway = await StartAsync();
        gateway.Answer($"{Mini}/audit", """{"errcode":0,"errmsg":"ok","auditid":"1"}""");
        gateway.Answer($"{Mini}/pages", $$"""{"errcode":0,"page_list":["index",{{PlatformGateway.Quoted(PlatformGateway.Hostile)}}]}""");
        gateway.Answer($"{Mini}/category", """
            {"errcode":0,"category_list":[
              {"first_class":"工具","second_class":"备忘录","third_class":"","first_id":1,"second_id":2,"third_id":0},
              {"first_class":"餐饮","second_class":"点评","third_class":"奶茶","first_id":3,"second_id":4,"third_id":5}]}
            """);
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<ProgramPage>(parameters => parameters.Add(one => one.AppId, "wx1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".item-add")), Long);
        Assert.DoesNotContain(gateway.Asked, asked => asked.Path is $"{Mini}/pages" or $"{Mini}/category");

        await page.PressAsync(".item-add");
        page.WaitForAssertion(() => Assert.Contains("Choose a category.", page.Markup, StringComparison.Ordinal), Long);
        Assert.True(page.Find(".submit").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("img, script"));
        await page.WriteAsync("[name=category0]", "1");
        await page.WriteAsync("[name=page0]", "index");
        await page.WriteAsync("[name=tags0]", "a b c d e f g h i j k");
        page.WaitForAssertion(() => Assert.Contains("At most 10 tags", page.Markup, StringComparison.Ordinal), Long);
        await page.WriteAsync("[name=tags0]", "tea，milk");
        page.WaitForAssertion(() => Assert.False(page.Find(".submit").HasAttribute("disabled")), Long);
        await page.PressAsync(".submit");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(() => Assert.Contains(gateway.Asked, asked => asked.Method == HttpMethods.Post), Long);
        var sent = System.Text.Json.Nodes.JsonNode.Parse(gateway.Asked.Single(asked => asked.Method == HttpMethods.Post).Body)!;
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse("""
                {"item_list":[{"address":"index","first_class":"餐饮","second_class":"点评","first_id":3,"second_id":4,
                  "third_class":"奶茶","third_id":5,"tag":"tea milk"}]}
                """),
            sent), sent.ToJsonString());
    }

    [Fact]
    public async Task The_trial_code_is_drawn_only_when_it_is_a_picture()
    {
        await using var gateway = await StartAsync();
        var type = "image/svg+xml";
        gateway.AnswerWith($"{Mini}/qrcode", call =>
        {
            call.Response.ContentType = type;
            return call.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }).AsTask();
        });
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var page = context.Render<ProgramPage>(parameters => parameters.Add(one => one.AppId, "wx1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".trial-qr")), Long);

        await page.PressAsync(".trial-qr");
        page.WaitForAssertion(() => Assert.Contains("not what the API promises", page.Markup, StringComparison.Ordinal), Long);
        Assert.Empty(page.FindAll("img"));
        type = "image/jpeg";
        await page.PressAsync(".trial-qr");

        page.WaitForAssertion(() => Assert.Equal("data:image/jpeg;base64,AQID", page.Find("img.qr").GetAttribute("src")), Long);
    }

    [Fact]
    public async Task Templates_are_deleted_and_made_of_drafts_after_a_question()
    {
        await using var gateway = await StartAsync();
        gateway.Answer($"{Platform}/quota", """{"rest":0,"limit":1000,"speedup_rest":1,"speedup_limit":10}""");
        gateway.Answer($"{Platform}/authorizers", """{"authorizers":[],"next":null}""");
        gateway.AnswerBy($"{Platform}/templates", call => call.Request.Method == HttpMethods.Post
            ? (502, """{"errcode":85065,"errmsg":"full","hint":"Delete one that no mini program needs."}""")
            : (200, """{"errcode":0,"template_list":[{"template_id":12,"user_version":"1.0","user_desc":"x","create_time":1796101904,"template_type":0}]}"""));
        gateway.Answer($"{Platform}/template-drafts", """{"errcode":0,"draft_list":[{"draft_id":3,"user_version":"2.0","user_desc":"y","create_time":1796101904}]}""");
        gateway.Answer($"{Platform}/templates/12", """{"errcode":0,"errmsg":"ok"}""");
        await using var context = new PageContext(Roles.Operator, "zh-CN", gateway.Url);
        var page = context.Render<VersionsPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".draft-add")), Long);

        await page.PressAsync(".draft-add");
        await page.PressAsync(".confirm-yes");
        page.WaitForAssertion(() => Assert.Contains("请删除没有小程序使用的模板。", page.Markup, StringComparison.Ordinal), Long);
        await page.PressAsync(".template-delete");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(() => Assert.Contains("模板 12 已删除", page.Markup, StringComparison.Ordinal), Long);
        Assert.Contains(gateway.Asked, asked => asked.Body == """{"draft_id":3,"template_type":0}""");
        Assert.Contains("0 / 1000", page.Find(".quota").TextContent, StringComparison.Ordinal);
    }

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Mini, """{"appid":"wx1","status":"Authorized","kind":"MiniProgram","name":"x","tags":[]}""");
        gateway.Answer($"{Mini}/versions", $$"""
            {"release_info":null,"exp_info":{"exp_version":"3.2.0","exp_desc":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},"exp_time":1796101907},
             "audit":{"auditid":"5814068299","status":2,"reason":"","screenshot":"","user_version":"3.2.0","user_desc":"","submit_audit_time":1796101907},
             "errors":[{"call":"/wxa/getvisitstatus","errcode":61007,"errmsg":"no","hint":"Have it authorize again."}]}
            """);
        gateway.Answer($"{Mini}/gray-release", """{"gray_release_plan":{"status":1,"gray_percentage":30,"create_timestamp":0}}""");
        gateway.Answer($"{Mini}/rollback", """{"version_list":[{"app_version":"7","user_version":"3.1.0","user_desc":"","commit_time":1}]}""");
        return gateway;
    }
}
