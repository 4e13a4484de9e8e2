using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Platform.Tests.Configuration;

public sealed class PlatformCompilerTests
{
    private const string Backends = """{ "Backends": { "crm": "http://127.0.0.1:8082", "bot": ["http://a", "http://b"] } }""";

    [Fact]
    public async Task A_platform_has_two_routes_and_named_backends_are_clusters()
    {
        await using var services = await Compiling.LoadedAsync("""{ "MessageBackend": "crm", "EventBackend": "http://127.0.0.1:1" }""", Backends);
        var proxy = services.GetRequiredService<IProxyConfigProvider>().GetConfig();

        Assert.Equal(["saas.message", "saas.events"], proxy.Routes.Select(route => route.RouteId));
        Assert.Equal(["/wx/saas/{appid}/message", "/wx/saas/event"], proxy.Routes.Select(route => route.Match.Path));
        var clusters = proxy.Clusters.ToDictionary(cluster => cluster.ClusterId);
        Assert.Equal(["backend/bot", "backend/crm", "saas.events", "saas.message"], clusters.Keys.Order());
        Assert.Null(clusters["saas.message"].Destinations);
        Assert.Equal("http://127.0.0.1:1", clusters["saas.events"].Destinations!["backend1"].Address);
        Assert.Equal(2, clusters["backend/bot"].Destinations!.Count);
        Assert.Equal("PowerOfTwoChoices", clusters["backend/bot"].LoadBalancingPolicy);
        Assert.Equal("crm", services.Saas().MessageTarget!.Backend);
        Assert.Null(services.Saas().EventTarget);
    }

    [Fact]
    public async Task A_condition_on_an_account_is_no_service_whose_name_has_a_colon()
        => Assert.Empty(await Compiling.ErrorsAsync(
            """{ "Rules": [{ "Name": "shop", "When": { "AppId": "wx1" }, "To": { "Backend": "crm" } }] }""", Backends));

    [Theory]
    [InlineData("http://127.0.0.1:1/x", "http://127.0.0.1:1/x")]
    [InlineData("crm", "http://127.0.0.1:8082/")]
    public async Task What_is_served_names_the_platform_its_backend_and_no_echo(string backend, string address)
    {
        await using var services = await Compiling.LoadedAsync($$"""{ "MessageBackend": "{{backend}}" }""", Backends);

        var served = Assert.Single(services.GetRequiredService<WeChatConfiguration>().Services);

        Assert.Equal(("saas", "/wx/saas/{appid}/message", false), (served.Name, served.MessagePath, served.IsEchoed));
        Assert.Equal([address], served.MessageBackends);
    }

    [Fact]
    public async Task An_authorizer_has_the_platforms_options_then_its_entrys_then_those_of_the_vault()
    {
        await using var services = await Compiling.LoadedAsync(
            """
            {
              "MessageBackend": "crm", "UserInfo": { "CacheFor": "00:10:00" }, "Reply": { "Deadline": "00:00:03", "MostParts": 2 },
              "Limits": { "RequestsPerSecond": 7 },
              "Authorizers": { "wx1": { "MessageBackend": "bot", "Reply": { "Deadline": "00:00:02" }, "Tags": ["vip"] } }
            }
            """,
            Backends);
        var (platform, registry) = (services.Saas(), services.GetRequiredService<AuthorizerRegistry>());
        registry.Put(Authorizer("wx1") with { Tags = ["api"] });
        registry.Put(Authorizer("wx2"));
        registry.Put(Authorizer("wx3") with
        {
            Overrides = """{"OAuthBackend":"bot","Reply":{"deadline":"00:00:01","WhenFailed":"Text","FailureText":"x"},"UserInfo":{"Append":false}}""",
        });

        var (first, second, third) = (Served("wx1"), Served("wx2"), Served("wx3"));

        Assert.Equal((TimeSpan.FromSeconds(2), 2), (first.Policy.Reply.Deadline, first.Policy.Reply.MostParts));
        Assert.Equal((TimeSpan.FromMinutes(10), 7), (first.Policy.UserInfo.CacheFor, first.Policy.Limits.RequestsPerSecond));
        Assert.Same(platform.Policy, second.Policy);
        Assert.Equal((TimeSpan.FromSeconds(1), 2), (third.Policy.Reply.Deadline, third.Policy.Reply.MostParts));
        Assert.Equal((WhenFailed.Text, false), (third.Policy.Reply.WhenFailed, third.Policy.UserInfo.Append));
        Assert.Equal("bot", registry.BookOf(platform.AppId).Find("wx1")!.Under(platform).MessageTarget!.Backend);
        Assert.Equal(["vip", "api"], registry.BookOf(platform.AppId).Find("wx1")!.Under(platform).Tags);
        Assert.Same(platform.MessageTarget, registry.BookOf(platform.AppId).Find("wx2")!.Under(platform).MessageTarget);
        Assert.True(registry.TryGetService(platform, Id("wx3"), out _, out var oauth));
        Assert.Equal("bot", oauth!.Backend);

        WeChatService Served(string appId) => registry.TryGetService(platform, Id(appId), out var service, out _) ? service : null!;
    }

    [Theory]
    [InlineData("""{"AppSecret":"x"}""")]
    [InlineData("""{"Redelivery":{"MaxAge":"00:00:00"}}""")]
    [InlineData("not json")]
    public async Task Overrides_that_cannot_be_read_leave_the_account_as_it_was_configured(string overrides)
    {
        await using var services = await Compiling.LoadedAsync();
        var registry = services.GetRequiredService<AuthorizerRegistry>();
        registry.Put(Authorizer("wx1") with { Overrides = overrides });

        Assert.True(registry.TryGetService(services.Saas(), Id("wx1"), out var service, out _));
        Assert.Same(services.Saas().Policy, service.Policy);
    }

    [Fact]
    public async Task The_token_service_learns_of_the_platform_and_of_its_authorizers_accounts()
    {
        await using var services = await Compiling.LoadedAsync("""{ "StartTicketPush": "Never" }""");
        services.GetRequiredService<AuthorizerRegistry>().Put(Authorizer("wx1"));
        var accounts = services.GetRequiredService<IAccountList>();
        var platform = services.Saas().Account;

        Assert.Equal(
            new PlatformAccount(platform, TicketPushStart.Never), Assert.Single(services.GetRequiredService<IPlatformAccounts>().Current));
        Assert.True(accounts.Contains(platform));
        Assert.True(accounts.Contains(AuthorizerKey.AccountOf(platform, Id("wx1"))));
        Assert.False(accounts.Contains(AuthorizerKey.AccountOf(platform, Id("wx2"))));
    }

    [Fact]
    public async Task A_service_is_found_by_the_name_that_queued_messages_have()
    {
        await using var services = await Compiling.LoadedAsync();
        services.GetRequiredService<AuthorizerRegistry>().Put(Authorizer("wx1"));
        var catalog = services.GetRequiredService<ServiceCatalog>();

        Assert.True(catalog.TryGet("saas/wx1", out var known));
        Assert.Equal(("saas/wx1", "saas", true), (known.Name, known.ShownName, known.IsKnown));
        Assert.True(catalog.TryGet("saas/wx2", out var unknown));
        Assert.False(unknown.IsKnown);
        Assert.False(catalog.TryGet("saas", out _));
        Assert.False(catalog.TryGet("other/wx1", out _));
        Assert.False(catalog.TryGet("saas/", out _));
    }

    private static Authorizer Authorizer(string appId) => new(Id("wxcomponent"), Id(appId));

    private static AppId Id(string text) => AppId.TryParse(text, out var id) ? id : throw new InvalidOperationException();
}
