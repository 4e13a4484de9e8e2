using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Try;
using WxYarpGateway.Console.Tests.Fixtures;
using static WxYarpGateway.Console.Tests.Fixtures.Samples;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class TryPageTests
{
    private const string AllSamples = """
        {"samples":[{"name":"text","kind":"message",
           "xml":"<xml><ToUserName>gh_1</ToUserName><FromUserName>oTest</FromUserName><MsgType>text</MsgType><Content>Hello</Content><MsgId>1</MsgId></xml>"},
          {"name":"location_select","kind":"event",
           "xml":"<xml><Event>location_select</Event><SendLocationInfo><Label>Here</Label></SendLocationInfo></xml>"}]}
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_is_sent_with_the_fields_that_were_changed_and_its_answer_shown()
    {
        await using var gateway = await StartAsync();
        gateway.Answer(
            "/try/shop/push",
            $$"""
            {"status":200,"reply":{"Content":"<b>hi</b>"},"answer":"<xml>…","encrypted":true,"outcome":"Replied","took_ms":12.3,
             "record":"{{Id}}","skipped":["No copy was sent."]}
            """);
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<TryPage>();
        await page.WriteAsync("[name=service]", "shop");
        page.WaitForAssertion(() => page.Find("[name=field-Content]"), Long);
        Assert.Empty(page.FindAll("[name=field-MsgId]"));

        await page.WriteAsync("[name=field-Content]", "hi");
        await page.SubmitAsync("form");

        page.WaitForAssertion(() => Assert.Equal($"/records/shop/{Id}", page.Find("a.record-link").GetAttribute("href")), Long);
        Assert.Equal("""{"sample":"text","fields":{"Content":"hi"}}""", Assert.Single(gateway.Asked, asked => asked.Method == "POST").Body);
        Assert.Empty(page.FindAll("b"));
        Assert.Contains("No copy was sent.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(("try.push", "shop", "text"), Assert.Single(context.Audit.Entries));
    }

    [Fact]
    public async Task An_account_of_a_platform_needs_its_appid_first()
    {
        await using var gateway = await StartAsync();
        gateway.Answer(
            "/try/saas/wxshop/push",
            """{"status":0,"reply":null,"answer":"","encrypted":false,"outcome":"Unanswered","took_ms":5,"record":null,"skipped":[]}""");
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<TryPage>();
        page.WaitForAssertion(() => page.Find("[name=sample]"), Long);

        await page.WriteAsync("[name=service]", "saas");
        Assert.True(page.Find("button.send").HasAttribute("disabled"));
        await page.WriteAsync("[name=appid]", "../x");
        Assert.True(page.Find("button.send").HasAttribute("disabled"));
        await page.WriteAsync("[name=appid]", "wxshop");
        await page.WriteAsync("[name=sample]", "");
        await page.WriteAsync("[name=xml]", "<xml><MsgType>text</MsgType></xml>");
        await page.SubmitAsync("form");

        page.WaitForAssertion(() => Assert.Contains("WeChat retries", page.Markup, StringComparison.Ordinal), Long);
        Assert.Equal(
            """{"xml":"\u003Cxml\u003E\u003CMsgType\u003Etext\u003C/MsgType\u003E\u003C/xml\u003E"}""",
            Assert.Single(gateway.Asked, asked => asked.Method == "POST").Body);
    }

    [Fact]
    public async Task A_gateway_without_tests_is_said_to_need_a_key()
    {
        await using var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", Overview());
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);

        var page = context.Render<TryPage>();

        page.WaitForAssertion(
            () => Assert.Contains("Gateway:Endpoints:Try", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task An_api_is_called_its_secrets_are_hidden_and_its_errcode_is_explained()
    {
        await using var gateway = await StartAsync();
        gateway.Answer(
            "/wxapi/shop/cgi-bin/user/get",
            """
            {"errcode":48001,"errmsg":"api unauthorized rid: 61725984-6126f6f9-040f19c4","access_token":"a-token",
             "nickname":"<img src=x onerror=alert(1)>"}
            """);
        gateway.Answer(
            "/overview/errcodes/48001",
            """{"errcode":48001,"class":"x","sentence":"The account may not call this API.","cure":"Have it verified."}""");
        gateway.Answer("/wxapi/shop/cgi-bin/openapi/rid/get", """{"errcode":0,"request":{"request_url":"access_token=a-token&x=1"}}""");
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/try?do=api");
        var page = context.Render<TryPage>();
        await page.WriteAsync("[name=service]", "shop");

        await page.WriteAsync("[name=preset]", "Users");
        await page.WriteAsync("[name=query]", "next_openid=o 1&access_token=mine");
        await page.PressAsync("button.call");

        page.WaitForAssertion(() => Assert.Contains("Have it verified.", page.Markup, StringComparison.Ordinal), Long);
        Assert.DoesNotContain("a-token", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img"));
        Assert.Contains(gateway.Asked, asked => asked.Path == "/wxapi/shop/cgi-bin/user/get?next_openid=o%201");
        await page.PressAsync("button.look-up");
        page.WaitForAssertion(() => Assert.Contains("access_token=***&amp;x=1", page.Markup, StringComparison.Ordinal), Long);
        Assert.Contains(gateway.Asked, asked => asked.Body == """{"rid":"61725984-6126f6f9-040f19c4"}""");
        Assert.Equal(
            [("try.call", "shop", "GET /cgi-bin/user/get"), ("try.call", "shop", "POST /cgi-bin/openapi/rid/get")], context.Audit.Entries);
    }

    [Fact]
    public async Task Quotas_are_reset_only_after_a_warning_and_a_question()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/wxapi/shop/cgi-bin/clear_quota", """{"errcode":0,"errmsg":"ok"}""");
        await using var context = new PageContext(Roles.Operator, "zh-CN", gateway.Url);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/try?do=api");
        var page = context.Render<TryPage>();
        await page.WriteAsync("[name=service]", "shop");

        await page.WriteAsync("[name=preset]", "ClearQuota");
        Assert.Contains("每月最多允许十次", page.Markup, StringComparison.Ordinal);
        await page.PressAsync("button.call");
        Assert.DoesNotContain(gateway.Asked, asked => asked.Method == "POST");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(() => Assert.Equal(
            """{"appid":"wx1"}""", Assert.Single(gateway.Asked, asked => asked.Method == "POST").Body), Long);
    }

    [Theory]
    [InlineData("/cgi-bin/token", "TokenPath")]
    [InlineData("/cgi-bin/Stable_Token", "TokenPath")]
    [InlineData("/cgi-bin/ticket/getticket", "TokenPath")]
    [InlineData("/sns/jscode2session", "TokenPath")]
    [InlineData("/sns/oauth2/access_token", "TokenPath")]
    [InlineData("/cgi-bin/component/api_query_auth", "TokenPath")]
    [InlineData("/wxa/resetusersessionkey", "TokenPath")]
    [InlineData("/cgi-bin/../token", "BadPath")]
    [InlineData("/cgi-bin/%74oken", "BadPath")]
    [InlineData("/cgi-bin/menu/get?access_token=x", "BadPath")]
    [InlineData("cgi-bin/menu/get", "BadPath")]
    [InlineData("//", "BadPath")]
    [InlineData("/cgi-bin/menu/get", null)]
    [InlineData("/customservice/kfsession/create", null)]
    public void Only_paths_of_apis_without_tokens_are_called(string path, string? reason)
        => Assert.Equal(reason, new ApiOrder("GET", path, "", "").WhyNot());

    [Fact]
    public void A_body_must_be_json() => Assert.Equal("BadJson", new ApiOrder("POST", "/cgi-bin/menu/create", "", "{").WhyNot());

    [Theory]
    [InlineData(
        """{"a":{"session_key":"k","list":[{"SessionKey":"k"}]}}""",
        """{"a":{"session_key":"***","list":[{"SessionKey":"***"}]}}""")]
    [InlineData("""{"ticket":["x",{"y":"z"}],"expires_in":7200}""", """{"ticket":["***",{"y":"***"}],"expires_in":7200}""")]
    [InlineData("""{"url":"https://a?ticket=gQH&b=1"}""", """{"url":"https://a?ticket=***&b=1"}""")]
    [InlineData("""{"response_body":"{\"access_token\":\"abc\",\"n\":1}"}""", """{"response_body":"{\"access_token\":\"***\",\"n\":1}"}""")]
    [InlineData("""{"x":"refreshtoken@@@abc-d"}""", """{"x":"***"}""")]
    [InlineData("""{"openid":"oABC","nickname":"Ada"}""", """{"openid":"oABC","nickname":"Ada"}""")]
    public void What_looks_like_a_secret_is_hidden(string answer, string shown) => Assert.Equal(shown, SecretMask.OfJson(answer));

    [Fact]
    public void A_token_is_hidden_wherever_it_is()
    {
        var token = "89_" + new string('a', 120);

        Assert.Equal("""{"errmsg":"hint *** end"}""", SecretMask.OfJson($$"""{"errmsg":"hint {{token}} end"}"""));
        Assert.Null(SecretMask.OfJson("<html>"));
    }

    [Fact]
    public async Task Nobody_below_an_operator_calls_anything()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var reader = context.Services.GetRequiredService<TryReader>();
        var target = new TryTarget("shop", null);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.PushAsync(target, new { sample = "text" }, "text", Cancelled));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => reader.CallAsync(target, new ApiOrder("GET", "/cgi-bin/user/get", "", ""), Cancelled));

        Assert.Empty(gateway.Asked);
    }

    [Fact]
    public void A_sample_with_a_doctype_has_no_fields()
        => Assert.Empty(SampleField.Of("""<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>"""));

    [Fact]
    public void Fields_below_others_have_paths()
        => Assert.Equal(["A.B"], SampleField.Of("<xml><A><B>1</B></A></xml>").Select(field => field.Name));

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", Overview());
        gateway.Answer("/try/samples", AllSamples);
        return gateway;
    }
}
