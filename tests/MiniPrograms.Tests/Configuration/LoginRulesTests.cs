using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.MiniPrograms.Tests.Configuration;

/// <summary>Every error of a login names the key, what is wrong, and how to fix it.</summary>
public sealed class LoginRulesTests
{
    private const string At = "Gateway:Services:mini:Login";

    public static TheoryData<string, string> Wrong() => new()
    {
        { """{ "Session": { "Life": "00:00:00" } }""", $"{At}:Session:Life must be between 00:00:01 and 365.00:00:00; it is 00:00:00." },
        { """{ "Session": { "PerUser": 0 } }""", $"{At}:Session:PerUser must be between 1 and 100; it is 0." },
        {
            """{ "Session": { "Life": "8.00:00:00", "Longest": "7.00:00:00" } }""",
            $"{At}:Session:Longest is 7.00:00:00, which is less than Life (8.00:00:00). Set it to Life or more."
        },
        {
            """{ "RequireLogin": ["private"] }""",
            $"{At}:RequireLogin:0 must be a path with at most one asterisk, at its end; it is private. Write it as /private/*."
        },
        { """{ "RequireLogin": ["/a", "/*/b"] }""", $"{At}:RequireLogin:1 must be a path with at most one asterisk, at its end" },
        { """{ "TimeZone": "Mars/Base" }""", $"{At}:TimeZone is Mars/Base, which this machine does not know." },
        { """{ "Backend": "crm" }""", $"{At}:Backend names backend crm, which the section Backends does not have. Add it to Backends." },
        { """{ "Backend": "http://" }""", $"{At}:Backend " },
        { """{ "BackendToken": "小明" }""", $"{At}:BackendToken must consist of printable ASCII characters: it goes into a header." },
        { """{ "ReplyToken": "short" }""", $"{At}:ReplyToken must have at least 16 characters; it has 5." },
        { """{ "ReplyMediaHosts": ["http://a"] }""", $"{At}:ReplyMediaHosts:0 must be a host without scheme, path or wildcard" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task An_error_says_what_is_wrong(string login, string sentence)
        => Assert.Contains(await ErrorsAsync(Gateway(login)), error => error.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public async Task What_is_right_is_no_error()
    {
        Assert.Empty(await ErrorsAsync(Gateway("{}")));
        Assert.Empty(await ErrorsAsync(Gateway(
            """
            {
              "Backend": ["http://a", "http://b"], "BackendToken": "t", "RequireLogin": ["/*", "/a", "/b/*"], "TimeZone": "Asia/Shanghai",
              "ReplyToken": "0123456789abcdef", "ReplyMediaHosts": ["media.example.com:8443"]
            }
            """)));
    }

    [Fact]
    public async Task Only_a_mini_program_with_a_secret_has_a_login_and_each_AppId_one()
    {
        var official = Gateway("""{ "BackendToken": "t" }""");
        official["Services"]!["mini"]!["Kind"] = "OfficialAccount";
        var withoutSecret = Gateway("""{ "BackendToken": "t" }""");
        withoutSecret["Services"]!["mini"]!["AppSecret"] = "";
        var twice = Gateway("""{ "BackendToken": "t" }""");
        twice["Services"]!["other"] = twice["Services"]!["mini"]!.DeepClone();
        twice["Services"]!["other"]!["MessagePath"] = "/other";

        Assert.Contains("only users of mini programs log in", Assert.Single(await ErrorsAsync(official)), StringComparison.Ordinal);
        Assert.Contains(
            "Gateway:Services:mini:AppSecret is missing, and Login is set", Assert.Single(await ErrorsAsync(withoutSecret)),
            StringComparison.Ordinal);
        Assert.Contains("has the same AppId and a Login too", Assert.Single(await ErrorsAsync(twice)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Login": "login" }""", "Gateway:LoginPaths:Login must be a path such as /login")]
    [InlineData("""{ "Login": "/a{b}" }""", "Gateway:LoginPaths:Login must be a path such as /login")]
    [InlineData("""{ "Login": "/" }""", "Gateway:LoginPaths:Login must be a path such as /login")]
    [InlineData("""{ "Login": "/x", "Logout": "/x/" }""", "Gateway:LoginPaths:Logout is /x, and so is Login")]
    [InlineData("""{ "Code": "/mini" }""", "which is the MessagePath of service mini too")]
    [InlineData(""" "/login" """, "Gateway:LoginPaths must be an object; it is a single value")]
    public async Task Paths_are_checked(string paths, string sentence)
    {
        var gateway = Gateway("""{ "BackendToken": "t" }""");
        gateway["LoginPaths"] = JsonNode.Parse(paths);

        Assert.Contains(await ErrorsAsync(gateway), error => error.Contains(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sometimes", "must be required or optional; it is sometimes")]
    [InlineData("REQUIRED", null)]
    [InlineData(null, null)]
    public async Task A_hand_written_route_says_whether_it_needs_a_login(string? need, string? sentence)
    {
        var metadata = new JsonObject { ["WeChat.Exchange"] = "login" };
        if (need is not null)
        {
            metadata["WeChat.Login"] = need;
        }

        var errors = await ErrorsAsync(Gateway("{}"), new JsonObject
        {
            ["Routes"] = new JsonObject
            {
                ["mine"] = new JsonObject
                {
                    ["Match"] = new JsonObject { ["Path"] = "/mine" },
                    ["ClusterId"] = "mine",
                    ["Metadata"] = metadata,
                },
            },
            ["Clusters"] = new JsonObject
            {
                ["mine"] = new JsonObject { ["Destinations"] = new JsonObject { ["one"] = new JsonObject { ["Address"] = "http://a" } } },
            },
        });

        Assert.Equal(sentence is null ? 0 : 1, errors.Length);
        Assert.All(errors, error => Assert.Contains(sentence!, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_holds_for_all_accounts_of_a_platform_is_inherited_key_by_key()
    {
        var gateway = JsonNode.Parse(
            """
            {
              "Backends": { "crm": "http://crm" },
              "Services": { "saas": {
                "Kind": "Platform",
                "Login": { "Backend": "http://all", "BackendToken": "all", "Session": { "PerUser": 3 } },
                "Authorizers": {
                  "wx1": { "Login": { "BackendToken": "one" } },
                  "wx2": { "Login": { "Backend": "crm" } },
                  "wx3": { "Login": { "Backend": "http://three", "Session": { "Life": "1.00:00:00" } } },
                  "wx4": {}
                } } }
            }
            """)!.AsObject();
        var known = new Dictionary<string, LoginAuthorizer>();
        await using var services = Services(gateway, null, known);
        Assert.Empty(await services.GetRequiredService<WeChatConfiguration>().LoadAsync());
        var catalog = services.GetRequiredService<LoginCatalog>();

        Assert.Equal(("saas.login", "one", 3), ShortOf(catalog, known, "wx1"));
        Assert.Equal(("backend/crm", "all", 3), ShortOf(catalog, known, "wx2"));
        Assert.Equal(("saas/wx3.login", "all", 3), ShortOf(catalog, known, "wx3"));
        Assert.Equal(("saas.login", "all", 3), ShortOf(catalog, known, "wx4"));
        Assert.Equal("accounts of platform 'saas' have a Login", catalog.WhyDatabase());
    }

    private static (string? Cluster, string? Token, int PerUser) ShortOf(
        LoginCatalog catalog, Dictionary<string, LoginAuthorizer> known, string appId)
    {
        Assert.True(TokenService.Accounts.AppId.TryParse(appId, out var id));
        known[appId] = new LoginAuthorizer(
            "saas",
            $"saas/{appId}",
            new TokenService.Accounts.Account(
                $"saas/{appId}", TokenService.Accounts.ServiceKind.MiniProgram, id, default, TokenService.Accounts.TokenEndpoint.Classic),
            null);
        Assert.True(catalog.TryFind(appId, out var app));
        return (app.ClusterId, app.Options.BackendToken, app.Options.Session.PerUser);
    }

    private static JsonObject Gateway(string login) => JsonNode.Parse(
        $$"""
        {
          "Services": { "mini": {
            "Kind": "MiniProgram", "AppId": "wxmini", "AppSecret": "s3cret", "Token": "t0ken", "MessagePath": "/mini", "Login": {{login}}
          } }
        }
        """)!.AsObject();

    private static async Task<string[]> ErrorsAsync(JsonObject gateway, JsonObject? reverseProxy = null)
    {
        await using var services = Services(gateway, reverseProxy, []);
        var result = await services.GetRequiredService<WeChatConfiguration>().CheckAsync();
        return [.. result.Errors.Select(error => error.ToString())];
    }

    private static ServiceProvider Services(JsonObject gateway, JsonObject? reverseProxy, Dictionary<string, LoginAuthorizer> known)
    {
        var all = new JsonObject { ["Gateway"] = gateway, ["ReverseProxy"] = reverseProxy ?? [] };
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(all.ToJsonString()))).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddSingleton<ILoginAuthorizers>(new Known(known));
        services.AddSingleton<Transforms.Configuration.Kinds.IServiceKindCompiler, PlatformsOfNobody>();
        services.AddReverseProxy().AddWeChat(configuration.GetSection("Gateway"), configuration.GetSection("ReverseProxy"))
            .AddMiniPrograms();
        return services.BuildServiceProvider();
    }

    private sealed class Known(Dictionary<string, LoginAuthorizer> known) : ILoginAuthorizers
    {
        public LoginAuthorizer? Find(string appId) => known.GetValueOrDefault(appId);
    }

    /// <summary>Takes the sections of platforms, which another library reads.</summary>
    private sealed class PlatformsOfNobody : Transforms.Configuration.Kinds.IServiceKindCompiler
    {
        public TokenService.Accounts.ServiceKind Kind => TokenService.Accounts.ServiceKind.Platform;

        public IReadOnlyCollection<string> SettingNames => ["Login"];

        public Transforms.Configuration.Kinds.CompiledKind Compile(Transforms.Configuration.Kinds.KindSections sections) => new();
    }
}
