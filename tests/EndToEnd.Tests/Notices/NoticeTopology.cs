using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.PostgreSql;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.EndToEnd.Tests.Notices;

/// <summary>Gateway processes that serve one mini program, over a real Redis and PostgreSQL, and phones that order messages.</summary>
internal sealed class NoticeTopology : IAsyncDisposable
{
    public const string App = "wxmini0000000001";

    private readonly Workplace _workplace = new();
    private readonly HttpClient _client = new();
    private readonly SharedPostgreSql _postgreSql;
    private readonly RedisServer _redis;

    private NoticeTopology(SharedPostgreSql postgreSql, RedisServer redis, WeChatSimulator weChat)
        => (_postgreSql, _redis, WeChat) = (postgreSql, redis, weChat);

    public WeChatSimulator WeChat { get; }

    public List<Replica> Replicas { get; } = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static string OpenIdOf(int user) => $"o-user-{user}";

    public static string TemplateOf(int number) => $"template-{number}";

    /// <summary>Starts replicas. WeChat takes its time for each message.</summary>
    /// <param name="replicas">How many.</param>
    /// <param name="templates">How many templates there are, each for one message per consent.</param>
    public static async Task<NoticeTopology> StartAsync(int replicas, int templates)
    {
        var postgreSql = new SharedPostgreSql();
        await postgreSql.InitializeAsync();
        var topology = new NoticeTopology(
            postgreSql, await RedisServer.StartAsync(Cancelled), await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled));
        topology.WeChat.AddAccount(new SimulatedAccount
        {
            AppId = App,
            AppSecret = "secret",
            Kind = AccountKind.MiniProgram,
            NoticeTemplates =
                [.. Enumerable.Range(0, templates).Select(number => new NoticeTemplate(TemplateOf(number), "{{thing1.DATA}}"))],
        });
        topology.WeChat.Faults.Add("/cgi-bin/message/subscribe/send", Fault.Delay(TimeSpan.FromMilliseconds(100)));
        var database = await postgreSql.CreateAsync(Cancelled);
        var file = topology._workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "ShutdownDelay": "00:00:00",
                "Store": { "Kind": "Redis", "Redis": "{{topology._redis.ConnectionString}}" },
                "Database": {
                  "Kind": "PostgreSql", "Connection": "{{database}}", "Key": "{{Convert.ToBase64String(new byte[32])}}"
                },
                "WeChat": { "ApiUrl": "{{topology.WeChat.Address}}" },
                "Services": { "mini": {
                  "Kind": "MiniProgram", "AppId": "{{App}}", "AppSecret": "secret", "Token": "token",
                  "Login": { "TimeZone": "Asia/Shanghai" }
                } }
              },
              "Logging": { "LogLevel": { "Default": "Warning", "Microsoft.Hosting.Lifetime": "Information" } }
            }
            """);
        for (var index = 0; index < replicas; index++)
        {
            topology.Replicas.Add(await Replica.StartAsync(topology._workplace, file, new Dictionary<string, string>(), Cancelled));
        }

        return topology;
    }

    /// <summary>Has a user log in, accept each template once, and order a message of each for one moment.</summary>
    public async Task OrderAsync(int user, int templates, DateTimeOffset at)
    {
        var gateway = Replicas[user % Replicas.Count].Address;
        var login = await PostAsync(gateway, "/login", new { code = WeChat.Phones.Login(App, OpenIdOf(user)) }, token: null);
        var token = login.GetProperty("data").GetProperty("token").GetString();
        for (var number = 0; number < templates; number++)
        {
            WeChat.Notices.Accept(App, OpenIdOf(user), TemplateOf(number));
            var order = new
            {
                template_id = TemplateOf(number),
                data = new Dictionary<string, object> { ["thing1"] = new { value = $"{user}/{number}" } },
                active_at = at.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
            };
            var ordered = await PostAsync(gateway, "/notify", order, token);
            Assert.Equal(0, ordered.GetProperty("status").GetInt32());
        }
    }

    /// <summary>Returns how many messages are how far, asked of the last replica.</summary>
    public async Task<IReadOnlyDictionary<int, int>> CountAsync()
    {
        var counts = new Dictionary<int, int>();
        for (var after = "0"; after is not null;)
        {
            var page = await _client.GetFromJsonAsync<JsonElement>(
                new Uri(Replicas[^1].InternalAddress, $"/login/mini/notices?limit=200&after={after}"), Cancelled);
            foreach (var notice in page.GetProperty("notices").EnumerateArray())
            {
                var status = notice.GetProperty("status").GetInt32();
                counts[status] = counts.GetValueOrDefault(status) + 1;
            }

            after = page.GetProperty("next").GetString();
        }

        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        _client.Dispose();
        await WeChat.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgreSql.DisposeAsync();
        _workplace.Dispose();
    }

    private async Task<JsonElement> PostAsync(Uri gateway, string path, object body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add("User-App", App);

        // As behind a proxy that the configuration does not name: phones are not counted by their address then.
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        if (token is not null)
        {
            request.Headers.Add("User-Token", token);
        }

        using var response = await _client.SendAsync(request, Cancelled);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }
}
