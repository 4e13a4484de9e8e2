using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Rules;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class RulesPageTests
{
    private const string Rules = "/platform/saas/rules";

    private static readonly string Orders = $$"""
        {"Name":"orders","Priority":70,"Enabled":true,"When":{"MsgType":["text","image"],"Tag":"vip"},"To":{"Backend":"crm","Path":"/wx/$APPID$"},
         "Mode":"Copy","Format":"Json","Then":"Stop","source":"database","etag":"\"3\"","updated":"2026-12-01T00:00:00Z","by":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}}}
        """;

    private static readonly string List = $$"""
        {"revision":3,"rules":[
          {"Name":"fixed","Priority":100,"Enabled":true,"When":{},"Mode":"Drop","Format":"Json","Then":"Stop","source":"configuration"},
          {{Orders}},
          {"Name":"newer","source":"database","etag":"\"9\"","updated":"2026-12-01T00:00:00Z","problem":"A newer version of the gateway wrote it."}]}
        """;

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Rules_stand_in_the_order_of_their_effect_and_hostile_texts_stay_texts()
    {
        await using var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Rules, List);
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);

        var page = context.Render<RulesPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["fixed", "orders", "newer"], page.FindAll("[data-rule]").Select(rule => rule.GetAttribute("data-rule"))), Long);
        Assert.Contains("text, image", page.Find("[data-rule=orders]").TextContent, StringComparison.Ordinal);
        Assert.Contains(PlatformGateway.Hostile, page.Find("[data-rule=orders]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script"));
        Assert.Empty(page.FindAll("[data-rule=fixed] .rule-delete"));
        Assert.Contains("newer version", page.Find("[data-rule=newer]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_tells_each_change_by_whatever_key_and_a_rule_leads_to_its_records()
    {
        await using var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Rules, List);
        gateway.AnswerBy("/platform/saas/rule-history", call => (200, call.Request.Query.ContainsKey("after")
            ? """
              {"changes":[{"at":"2026-11-30T00:00:00Z","by":"console","person":"王小明","change":"added","rule":"gone","revision":1,"definition":{"Name":"gone"}}],
               "next":null}
              """
            : $$"""
              {"changes":[{"at":"2026-12-01T00:00:00Z","by":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},
                "change":"deleted","rule":"gone","revision":2,"definition":{"Name":"gone","Priority":7} }],"next":"41"}
              """));
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<RulesPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".rule-history tbody tr")), Long);
        Assert.Contains("deleted", page.Find(".rule-history tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains(PlatformGateway.Hostile, page.Find(".rule-history").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"Priority\": 7", page.Find(".rule-history details").TextContent, StringComparison.Ordinal);
        await page.PressAsync(".older-changes");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".rule-history tbody tr").Count), Long);
        Assert.Contains("王小明 (API key console)", Spaced(page.FindAll(".rule-history tbody tr")[1].TextContent), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".older-changes, img, script"));
        Assert.Contains(gateway.Asked, asked => asked.Path == "/platform/saas/rule-history?limit=20&after=41");
        Assert.Equal("/records?service=saas&rule=fixed", page.Find("[data-rule=fixed] .rule-records").GetAttribute("href"));
        Assert.Empty(page.FindAll("[data-rule=orders] .rule-records"));
    }

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task A_viewer_reads_and_cannot_change()
    {
        await using var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Rules, List);
        await using var context = new PageContext(Roles.Viewer, "zh-CN", gateway.Url);

        var page = context.Render<RulesPage>();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-rule=orders]")), Long);
        Assert.Empty(page.FindAll("[data-rule] button, [href^='/rules/new']"));
    }

    [Fact]
    public async Task A_rule_that_somebody_else_changed_is_not_switched_and_one_is_deleted_after_a_question()
    {
        await using var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Rules, List);
        gateway.AnswerBy($"{Rules}/orders", call => call.Request.Method == HttpMethods.Patch
            ? (412, """{"errcode":-70412,"errmsg":"The rule was changed."}""") : (204, ""));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<RulesPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-rule=orders]")), Long);

        await page.PressAsync("[data-rule=orders] .rule-switch");
        page.WaitForAssertion(() => Assert.Contains("Somebody else has changed it", page.Markup, StringComparison.Ordinal), Long);
        await page.PressAsync("[data-rule=orders] .rule-delete");
        Assert.DoesNotContain(gateway.Asked, asked => asked.Method == HttpMethods.Delete);
        await page.PressAsync("[data-rule=orders] .confirm-yes");
        page.WaitForAssertion(() => Assert.Contains(gateway.Asked, asked => asked.Method == HttpMethods.Delete), Long);

        page.WaitForAssertion(() => Assert.Equal(
            [("rule.disable", "saas/orders", "failed, Changed -70412"), ("rule.delete", "saas/orders", null)],
            context.Audit.Entries), Long);
        page.WaitForAssertion(() => Assert.Contains("turned off", page.Markup, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task The_dry_run_follows_what_is_typed_and_names_errors_beside_the_fields()
    {
        await using var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Rules, List);
        gateway.AnswerBy($"{Rules}/test", _ => gateway.Asked[^1].Body.Contains("\"Backend\":\"bot\"", StringComparison.Ordinal)
            ? (200, """{"revision":3,"matches":[{"rule":"mine","priority":5,"effect":"Replies","backend":"bot","path":"/x","format":"Json"}],"otherwise":""}""")
            : (400, """{"errcode":-70400,"errmsg":"wrong","errors":[{"path":"rule.To.Backend","problem":"must be a name of Gateway:Backends: bot"}]}"""));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        context.GoTo("/rules/new?platform=saas&name=mine&appid=wx1&msgType=event&event=CLICK");

        var page = context.Render<RuleEditorPage>();

        page.WaitForAssertion(
            () => Assert.Contains("To.Backend must be a name", page.Find(".wrong").TextContent, StringComparison.Ordinal), Long);
        Assert.Equal("wx1", page.Find("input[name=appid]").GetAttribute("value"));
        await page.TypeAsync("input[name=backend]", "bot");
        page.WaitForAssertion(() => Assert.Contains("replies", page.Find("[data-match=mine]").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains("\"event\":\"CLICK\"", gateway.Asked[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_is_told_and_the_rule_can_be_loaded_again()
    {
        await using var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        var isNewer = false;
        gateway.Answer(Rules, List);
        gateway.AnswerBy($"{Rules}/orders", call =>
        {
            call.Response.Headers.ETag = isNewer ? "\"4\"" : "\"3\"";
            return call.Request.Method == HttpMethods.Put && call.Request.Headers.IfMatch != "\"4\""
                ? (412, """{"errcode":-70412,"errmsg":"The rule was changed."}""")
                : (200, isNewer ? Orders.Replace("\"Priority\":70", "\"Priority\":71", StringComparison.Ordinal) : Orders);
        });
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        context.GoTo("/rules/edit?platform=saas&name=orders");
        var page = context.Render<RuleEditorPage>();
        page.WaitForAssertion(() => Assert.Equal("70", page.Find("input[name=priority]").GetAttribute("value")), Long);

        isNewer = true;
        await page.SubmitAsync(".rule-save");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".rule-reload")), Long);
        await page.PressAsync(".rule-reload");

        page.WaitForAssertion(() => Assert.Equal("71", page.Find("input[name=priority]").GetAttribute("value")), Long);
        await page.SubmitAsync(".rule-save");
        page.WaitForAssertion(() => Assert.Equal(("rule.save", "saas/orders", (string?)null), context.Audit.Entries[^1]), Long);
    }

    [Fact]
    public async Task Without_a_platform_it_names_the_keys_and_without_a_gateway_it_says_that()
    {
        await using var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", """
            {"replica":{"name":"here:1","version":"1","started_at":"2026-12-01T00:00:00Z","revision":"a","configured_at":"2026-12-01T00:00:00Z"},
             "store":null,"database":null,"problems":[],"services":[]}
            """);
        await using var none = new PageContext(Roles.Viewer, "en", gateway.Url);
        await using var away = new PageContext(Roles.Viewer, "en", new Uri("http://127.0.0.1:1"));

        var page = none.Render<RulesPage>();
        var dead = away.Render<RulesPage>();

        page.WaitForAssertion(
            () => Assert.Contains("\"Kind\": \"Platform\"", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), Long);
        dead.WaitForAssertion(() => Assert.Contains("cannot be reached", dead.Markup, StringComparison.Ordinal), Long);
    }
}
