using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Notices;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class NoticesPageTests
{
    private const string Notices = """
        {"notices":[
          {"id":7,"user":42,"status":0,"templateId":"t-1","content":{"data":{"thing1":{"value":"<script>alert(1)</script>"}}},
           "dueAt":"2026-12-02T00:00:00Z","attempts":0,"error":null},
          {"id":8,"user":42,"status":3,"templateId":"<b>t","content":{},"dueAt":"2026-12-01T00:00:00Z","attempts":1,"errcode":43101,
           "error":"user refuse to accept the msg <i>"}],"next":"8"}
        """;

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_says_why_one_failed_turns_pages_and_withdraws_what_waits()
    {
        await using var gateway = await StartAsync();
        gateway.AnswerWith("/login/mini/users/42/notices/7", context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<NoticesPage>();

        var failed = page.WaitForElement("[data-notice='8']", Long);
        Assert.Contains("43101: user refuse to accept the msg <i>", failed.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("script, td b, td i"));
        Assert.Empty(page.FindAll("[data-notice='8'] button"));
        await page.PressAsync("[data-notice='7'] button");
        page.WaitForAssertion(() => Assert.Contains("Message 7 is withdrawn.", page.Markup, StringComparison.Ordinal), Long);
        await page.PressAsync(".pager button:nth-of-type(2)");

        page.WaitForAssertion(
            () => Assert.Contains(gateway.Asked, asked => asked.Path.Contains("after=8", StringComparison.Ordinal)), Long);
        Assert.Equal(("notice.withdraw", "mini/7", null), Assert.Single(context.Audit.Entries));
    }

    [Fact]
    public async Task A_viewer_sees_no_content_and_withdraws_nothing()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "zh-CN", gateway.Url);
        var page = context.Render<NoticesPage>();

        page.WaitForElement("[data-notice='7']", Long);

        Assert.DoesNotContain("thing1", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-notice] button"));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => context.Services.GetRequiredService<NoticesReader>().WithdrawAsync(
            "mini", new(7, 42, default, 0, null, null), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_that_is_being_sent_stays_and_the_gateway_says_so()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/login/mini/users/42/notices/7", """{"errcode":-70409,"errmsg":"The message is being sent."}""", StatusCodes.Status409Conflict);
        await using var context = new PageContext(Roles.Admin, "en", gateway.Url);
        var page = context.Render<NoticesPage>();
        page.WaitForElement("[data-notice='7'] button", Long);

        await page.PressAsync("[data-notice='7'] button");

        page.WaitForAssertion(() => Assert.Contains("The message is being sent.", page.Markup, StringComparison.Ordinal), Long);
        Assert.Equal("failed: Refused", Assert.Single(context.Audit.Entries).Detail);
    }

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", UsersPageTests.OverviewOf("mini"));
        gateway.Answer("/login/mini/notices", Notices);
        return gateway;
    }
}
