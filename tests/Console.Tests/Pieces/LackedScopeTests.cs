using Bunit;
using Microsoft.AspNetCore.Components;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways.Keys;
using WxYarpGateway.Console.Pages.Authorizers;
using WxYarpGateway.Console.Pages.Notices;
using WxYarpGateway.Console.Pages.Releases;
using WxYarpGateway.Console.Pages.Rules;
using WxYarpGateway.Console.Pages.Settings;
using WxYarpGateway.Console.Pages.Try;
using WxYarpGateway.Console.Pages.Undelivered;
using WxYarpGateway.Console.Pages.Users;
using WxYarpGateway.Console.Pages.Versions;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pieces;

/// <summary>No page offers what the console's key cannot do; one sentence says which scope to add.</summary>
public sealed class LackedScopeTests
{
    private const string Reads = "\"overview:read\",\"platform:read\",\"login:read\",\"try:read\",\"settings:read\"";
    private const string Writes = ",\"api\",\"platform:write\",\"login:write\",\"try:write\",\"settings:write\",\"vault:export\"";

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    public static TheoryData<Type, string, string> Pages() => new()
    {
        { typeof(RulesPage), Scopes.Platforms, "[href^='/rules/new'], .rule-delete, .rule-switch, .rule-send" },
        { typeof(RuleEditorPage), Scopes.Platforms, ".rule-save, .dry-run" },
        { typeof(AuthorizerDetailsPage), Scopes.Platforms, ".renew, .account-save" },
        { typeof(AuthorizersPage), Scopes.Platforms, ".sync-now" },
        { typeof(ReleasesPage), Scopes.Platforms, "[href^='/releases/new']" },
        { typeof(NewReleasePage), Scopes.Platforms, ".order-check" },
        { typeof(ReleasePage), Scopes.Platforms, ".resume" },
        { typeof(ProgramPage), Scopes.Platforms, ".undo, .commit, .gray-begin" },
        { typeof(NoticesPage), Scopes.Logins, "[data-notice='7'] button" },
        { typeof(UsersPage), Scopes.Logins, ".danger" },
        { typeof(TryPage), Scopes.Tries, ".send" },
        { typeof(SettingsPage), Scopes.Vault, ".backups-of-vault .back-up" },
        { typeof(SettingsPage), Scopes.Settings, ".backups-of-database .back-up" },
        { typeof(UndeliveredPage), Scopes.Api, ".requeue, .delete" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_needs_a_scope_that_the_key_lacks_is_not_there(Type page, string scope, string buttons)
    {
        await using var gateway = await StartAsync();
        await using (var context = Context(Roles.Admin, gateway, page))
        {
            gateway.Answer("/overview/key", $$"""{"name":"console","scopes":[{{Reads}}{{Writes}}],"services":[]}""");
            var whole = Render(context, page);
            await OpenAsync(whole, page);
            whole.WaitForAssertion(() => Assert.NotEmpty(whole.FindAll(buttons)), Long);
            Assert.Empty(whole.FindAll(".lacked-scope"));
        }

        await using (var context = Context(Roles.Admin, gateway, page))
        {
            gateway.Answer("/overview/key", $$"""{"name":"console","scopes":[{{Reads}}],"services":[]}""");
            var without = Render(context, page);
            await OpenAsync(without, page);
            without.WaitForAssertion(() => Assert.Contains(
                $"“console”, which the console uses, lacks the scope {scope}.",
                Assert.Single(without.FindAll($".lacked-scope[data-scope='{scope}']")).TextContent,
                StringComparison.Ordinal), Long);
            without.WaitForAssertion(() => Assert.Empty(without.FindAll(buttons)), Long);
        }
    }

    [Fact]
    public async Task Who_may_not_change_anything_anyway_is_not_told()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/overview/key", """{"name":"console","scopes":["overview:read","platform:read"],"services":[]}""");
        await using var context = Context(Roles.Viewer, gateway, typeof(RulesPage));
        var page = context.Render<RulesPage>();

        page.WaitForElement("[data-rule=orders]", Long);
        Assert.Empty(page.FindAll(".lacked-scope"));
    }

    [Fact]
    public async Task Without_a_key_it_says_that_one_is_needed()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/overview/key", """{"name":null,"scopes":["settings:read","settings:write"],"services":[]}""");
        await using var context = new PageContext(Roles.Admin, "zh-CN", gateway.Url);
        var page = context.Render<SettingsPage>();

        page.WaitForAssertion(() => Assert.Contains(
            "需要带有 scope vault:export 的 API 密钥", Assert.Single(page.FindAll(".lacked-scope")).TextContent, StringComparison.Ordinal), Long);
    }

    [Fact]
    public void A_gateway_that_says_nothing_counts_for_nothing_and_one_that_may_is_enough()
    {
        var reader = new OwnKey("console", ["api"], []);

        Assert.False(OwnKeys.Unknown.Lack("api"));
        Assert.True(new OwnKeys([reader]).Lack("vault:export"));
        Assert.False(new OwnKeys([reader, reader with { Scopes = ["Vault:Export"] }]).Lack("vault:export"));
    }

    private static PageContext Context(string role, FakeGateway gateway, Type page)
    {
        var context = new PageContext(role, "en", gateway.Url);
        context.GoTo(page == typeof(RuleEditorPage) ? "/rules/new" : page == typeof(UsersPage) ? "/users?user=42"
            : page == typeof(UndeliveredPage) ? "/undelivered?service=shop" : "/");
        return context;
    }

    // Their routes name what they show.
    private static IRenderedComponent<IComponent> Render(PageContext context, Type page) => context.Render(builder =>
    {
        builder.OpenComponent(0, page);
        if (page.GetProperty("AppId") is not null && page != typeof(RuleEditorPage))
        {
            builder.AddAttribute(1, "AppId", "wx1");
        }

        if (page.GetProperty("Id") is not null)
        {
            builder.AddAttribute(2, "Id", "r1");
        }

        builder.CloseComponent();
    });

    private static Task OpenAsync(IRenderedComponent<IComponent> page, Type type)
        => type == typeof(UsersPage) ? page.PressAsync("table button") : Task.CompletedTask;

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", """
            {"replica":{"name":"here:1","version":"1","started_at":"2026-12-01T00:00:00Z","revision":"a","configured_at":"2026-12-01T00:00:00Z"},
             "store":{"kind":"Redis","state":"healthy","sentence":null},"database":null,"problems":[],"services":[
               {"name":"saas","kind":"Platform","appid":"wxp","message_path":null,"minutes":null,"waiting":0,"leased":0,"dead":0,"tokens":[],"ticket":null,"features":[]},
               {"name":"mini","kind":"MiniProgram","appid":"wxmini","message_path":null,"minutes":null,"waiting":0,"leased":0,"dead":0,"tokens":[],"ticket":null,"features":["login"]},
               {"name":"shop","kind":"OfficialAccount","appid":"wx1","message_path":"/wx","minutes":null,"waiting":0,"leased":0,"dead":1,"tokens":[],"ticket":null,"features":[]}]}
            """);
        gateway.Answer("/overview/configuration", """
            {"revision":"a","configured_at":"2026-12-01T00:00:00Z","files":[],"settings":[],"warnings":[],"errors":[],"api_keys":[]}
            """);
        gateway.Answer("/database/backups", "[]");
        gateway.Answer("/database/vault-exports", "[]");
        gateway.Answer("/try/samples", """{"samples":[]}""");
        gateway.Answer("/redelivery/shop", """{"waiting":0,"leased":0,"dead":1}""");
        gateway.Answer("/redelivery/shop/dead", """
            {"dead":[{"id":"1-0","messageId":"77","type":"text","received":"2026-12-01T00:00:00Z","attempts":67,"failure":"x"}]}
            """);
        gateway.Answer("/login/mini/notices", """
            {"notices":[{"id":7,"user":42,"status":0,"templateId":"t","content":{},"dueAt":"2026-12-02T00:00:00Z","attempts":0,"error":null}],"next":null}
            """);
        const string Person = """
            {"id":42,"appid":"wxmini","openid":"o","hasSessionKey":true,"created":"2026-12-01T00:00:00Z","sessions":[]}
            """;
        gateway.Answer("/login/mini/users", $$"""{"users":[{{Person}}],"next":null}""");
        gateway.Answer("/login/mini/users/42", Person);
        gateway.Answer("/platform/saas", """
            {"name":"saas","appid":"wxp","ticketAge":14,"tokenAge":14,"waitsForTicket":false,"spilledTokens":0,
             "authorizers":{"authorized":1},"inbox":{"waiting":0,"givenUp":0}}
            """);
        gateway.Answer("/platform/saas/rules", """
            {"revision":1,"rules":[{"Name":"orders","Priority":1,"Enabled":true,"When":{},"To":{"Backend":"crm"},"Mode":"Copy","Format":"Json",
              "Then":"Stop","source":"database","etag":"\"1\""}]}
            """);
        const string Account = """{"appid":"wx1","status":"Authorized","kind":"MiniProgram","name":"店","tags":[],"note":"","permissionSets":[]}""";
        gateway.Answer("/platform/saas/authorizers", $$"""{"authorizers":[{{Account}}],"next":null}""");
        gateway.Answer("/platform/saas/authorizers/wx1", Account);
        gateway.Answer("/platform/saas/authorizers/wx1/versions", """
            {"exp_info":null,"release_info":null,"audit":{"auditid":"1","status":2,"user_version":"1","user_desc":"x"},"visit_status":1}
            """);
        gateway.Answer("/platform/saas/releases", """{"releases":[],"next":null}""");
        gateway.Answer("/platform/saas/releases/r1", """
            {"id":"r1","name":"3.2.0","state":"Paused","counts":{"Queued":4},"total":4,"created_at":"2026-12-01T00:00:00Z","order":{"to":{} } }
            """);
        gateway.Answer("/platform/saas/releases/r1/items", """{"items":[],"next":null}""");
        return gateway;
    }
}
