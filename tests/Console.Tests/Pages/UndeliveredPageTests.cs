using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Undelivered;
using WxYarpGateway.Console.Tests.Fixtures;
using static WxYarpGateway.Console.Tests.Fixtures.Samples;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class UndeliveredPageTests
{
    private const string Queues = """
        {"queues":[{"appid":"wxshop","waiting":1,"leased":0,"dead":2},{"backend":"crm","waiting":0,"leased":0,"dead":1}]}
        """;

    private static readonly string Letters = $$"""
        {"dead":[{"id":"1-0","messageId":"77","type":"text","received":"2026-12-01T00:00:00Z","attempts":67,"failure":"{{Hostile}}"},
                 {"id":"..","messageId":"78","type":"text","received":"2026-12-01T00:00:00Z","attempts":1,"failure":"x"}]}
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_the_queues_of_services_accounts_and_copies()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<UndeliveredPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["saas/wxshop", "saas/copies/crm", "shop"],
            page.FindAll("[data-queue]").Select(row => row.GetAttribute("data-queue"))), Long);
        Assert.Equal("/undelivered?service=saas&appid=wxshop", page.Find("[data-queue='saas/wxshop'] a").GetAttribute("href"));
        Assert.DoesNotContain("Replica", page.Find(".queue-table").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redelivery", "All messages are delivered.")]
    [InlineData("records", "No service has a queue.")]
    public async Task A_platform_of_which_nothing_waits_is_not_said_to_lack_redelivery(string feature, string sentence)
    {
        await using var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", $$"""
            {"replica":{"name":"here:1","version":"0.1.0","started_at":"2026-12-01T00:00:00Z","revision":"abc","configured_at":"2026-12-01T00:00:01Z"},
             "store":{"kind":"Redis","state":"healthy","sentence":null},"problems":[],
             "services":[{"name":"saas","kind":"Platform","waiting":0,"leased":0,"dead":0,"features":["{{feature}}"]}]}
            """);
        gateway.Answer("/platform/saas/redelivery", """{"queues":[]}""");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<UndeliveredPage>();

        page.WaitForAssertion(() => Assert.Contains(sentence, page.Markup, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task Replicas_without_a_shared_store_have_each_a_queue_and_are_asked_for_their_own()
    {
        await using var first = await StartAsync("Memory");
        await using var second = await StartAsync("Memory", dead: 4);
        second.Answer("/redelivery/shop/dead", Letters);
        await using var context = new PageContext(Roles.Viewer, "en", first.Url, second.Url);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/undelivered?service=shop&gateway={second.Url.Authority}");

        var page = context.Render<UndeliveredPage>();

        page.WaitForAssertion(() => page.Find("[data-letter='1-0']"), Long);
        Assert.Equal(2, page.FindAll("[data-queue=shop]").Count);
        Assert.DoesNotContain(first.Asked, asked => asked.Path.StartsWith("/redelivery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_is_requeued_or_deleted_after_a_question_and_the_audit_log_knows()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/platform/saas/redelivery/authorizers/wxshop/dead", Letters);
        gateway.Answer("/platform/saas/redelivery/authorizers/wxshop/dead/requeue", """{"requeued":1}""");
        gateway.Answer("/platform/saas/redelivery/authorizers/wxshop/dead/1-0", """{"deleted":1}""");
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/undelivered?service=saas&appid=wxshop");
        var page = context.Render<UndeliveredPage>();
        page.WaitForAssertion(() => page.Find("button.requeue"), Long);
        Assert.Empty(page.FindAll("img"));
        Assert.Single(page.FindAll("[data-letter]"));

        await page.PressAsync("button.requeue");
        await page.PressAsync(".confirm-yes");
        page.WaitForAssertion(() => Assert.Contains("1 due again.", page.Markup, StringComparison.Ordinal), Long);
        await page.PressAsync("button.delete");
        await page.PressAsync(".confirm-yes");
        page.WaitForAssertion(() => Assert.Contains("Deleted.", page.Markup, StringComparison.Ordinal), Long);
        await page.PressAsync("button.requeue-all");
        await page.PressAsync(".confirm-yes");
        page.WaitForAssertion(() => Assert.Equal(3, context.Audit.Entries.Count), Long);

        Assert.Equal(
            [("dead_letter.requeue", "saas/wxshop/1-0", "1"), ("dead_letter.delete", "saas/wxshop/1-0", null),
                ("dead_letter.requeue", "saas/wxshop/*", "1")],
            context.Audit.Entries);
        Assert.Equal(
            ["""{"id":"1-0"}""", "", """{"all":true}"""], gateway.Asked.Where(asked => asked.Method != "GET").Select(asked => asked.Body));
    }

    [Fact]
    public async Task A_viewer_sees_letters_and_no_buttons_and_may_not_delete()
    {
        await using var gateway = await StartAsync(dead: 1);
        gateway.Answer("/redelivery/shop/dead", Letters);
        await using var context = new PageContext(Roles.Viewer, "zh-CN", gateway.Url);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/undelivered?service=shop");

        var page = context.Render<UndeliveredPage>();

        page.WaitForAssertion(() => page.Find("[data-letter='1-0']"), Long);
        Assert.Empty(page.FindAll("button.delete"));
        var reader = context.Services.GetRequiredService<UndeliveredReader>();
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.DeleteAsync(new("shop", false), "1-0", Cancelled));
        Assert.Empty(context.Audit.Entries);
    }

    private static async Task<FakeGateway> StartAsync(string store = "Redis", int dead = 0)
    {
        var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", Overview(store, dead: dead));
        gateway.Answer("/platform/saas/redelivery", Queues);
        return gateway;
    }
}
