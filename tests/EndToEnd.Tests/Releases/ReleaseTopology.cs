using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Releases;

/// <summary>Gateway processes that serve one platform with many mini programs, over a real Redis and a real database.</summary>
internal sealed class ReleaseTopology : IAsyncDisposable
{
    public const string Component = "wxcomponent0000001";

    private readonly Workplace _workplace = new();
    private readonly RedisServer? _redis;
    private readonly string _file;
    private readonly HttpClient _client = new();

    private ReleaseTopology(RedisServer? redis, WeChatSimulator weChat, string database)
    {
        (_redis, WeChat) = (redis, weChat);
        var store = redis is null ? "" : $$""" "Store": { "Kind": "Redis", "Redis": "{{redis.ConnectionString}}" }, """;
        _file = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "ShutdownDelay": "00:00:00", {{store}}
                "Database": {{database}},
                "WeChat": { "ApiUrl": "{{weChat.Address}}" },
                "Services": { "saas": {
                  "Kind": "Platform", "AppId": "{{Component}}", "AppSecret": "component-secret", "Token": "platform-token",
                  "EncodingAesKey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "AuthEventPath": "/wx/saas/event",
                  "MessagePath": "/wx/saas/{appid}/message", "StartTicketPush": "Never", "Sync": "00:00:00"
                } }
              },
              "Logging": { "LogLevel": { "Default": "Warning", "Microsoft.Hosting.Lifetime": "Information" } }
            }
            """);
    }

    public WeChatSimulator WeChat { get; }

    public List<Replica> Replicas { get; } = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static string AppIdOf(int number) => $"wxmini{number:0000000000}";

    /// <summary>Starts replicas and waits until they know all mini programs.</summary>
    /// <param name="replicas">How many.</param>
    /// <param name="programs">How many mini programs there are.</param>
    /// <param name="postgreSql">The database's connection string; null for SQLite, for one replica alone.</param>
    public static async Task<ReleaseTopology> StartAsync(int replicas, int programs, string? postgreSql)
    {
        var topology = new ReleaseTopology(
            postgreSql is null ? null : await RedisServer.StartAsync(Cancelled),
            await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled),
            postgreSql is null ? """{ "Kind": "Sqlite" }"""
                : $$"""{ "Kind": "PostgreSql", "Connection": "{{postgreSql}}", "Key": "{{Convert.ToBase64String(new byte[32])}}" }""");
        for (var number = 0; number < programs; number++)
        {
            topology.WeChat.AddAccount(new SimulatedAccount
            {
                AppId = AppIdOf(number),
                OriginalId = $"gh_mini{number:0000}",
                Kind = AccountKind.MiniProgram,
                Code = new CodeSwitches { PrivacyScan = TimeSpan.Zero, AuditAfter = TimeSpan.FromMilliseconds(200) },
            });
        }

        for (var index = 0; index < replicas; index++)
        {
            topology.Replicas.Add(await topology.StartReplicaAsync());
        }

        topology.WeChat.AddPlatform(new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "platform-token",
            EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            EventUrl = new Uri(topology.Replicas[0].Address, "/wx/saas/event"),
            MessageUrl = new Uri($"{topology.Replicas[0].Address}wx/saas/$APPID$/message"),
            Switches = new PlatformSwitches { PushesTickets = false },
            Templates = [new CodeTemplate { Id = 12 }],
            Authorizers = [.. Enumerable.Range(0, programs).Select(number => new SimulatedAuthorizer { AppId = AppIdOf(number) })],
        });
        await topology.WeChat.Platforms.PushTicketAsync(Component, Cancelled);
        await topology.PostAsync("sync", "");
        await Eventually.HoldsAsync(() => topology.KnowsAllAsync(programs), "all mini programs were known", Cancelled);
        return topology;
    }

    /// <summary>Files an order; returns the id of the release.</summary>
    public async Task<string> OrderAsync(int programs, int atOnce)
    {
        var appIds = string.Join(',', Enumerable.Range(0, programs).Select(number => $"\"{AppIdOf(number)}\""));
        var order = $$"""{"to":{"appids":[{{appIds}}]},"template_id":12,"user_version":"3.2.0","user_desc":"…","at_once":{{atOnce}}}""";
        return (await PostAsync("releases", order)).GetProperty("id").GetString()!;
    }

    /// <summary>Returns a release, asked of whichever replica answers; null while none does.</summary>
    public async Task<JsonElement?> FindAsync(string id)
    {
        foreach (var replica in Replicas.ToArray())
        {
            try
            {
                return await _client.GetFromJsonAsync<JsonElement>(
                    new Uri(replica.InternalAddress, $"/platform/saas/releases/{id}"), Cancelled);
            }
            catch (HttpRequestException)
            {
                // It is being killed.
            }
        }

        return null;
    }

    /// <summary>Kills a replica and starts another one at its addresses.</summary>
    public async Task ReplaceAsync(int index)
    {
        var old = Replicas[index];
        await old.Process.KillAsync(Cancelled);
        await old.DisposeAsync();
        Replicas[index] = await Replica.StartAsync(_workplace, _file, Environment, old.Address, old.InternalAddress, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        _client.Dispose();
        await WeChat.DisposeAsync();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _workplace.Dispose();
    }

    private Dictionary<string, string> Environment => new() { ["GATEWAY_DATA_DIR"] = _workplace.Folder };

    private Task<Replica> StartReplicaAsync() => Replica.StartAsync(_workplace, _file, Environment, Cancelled);

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        using var answer = await _client.PostAsync(
            new Uri(Replicas[^1].InternalAddress, $"/platform/saas/{path}"),
            new StringContent(body, Encoding.UTF8, "application/json"),
            Cancelled);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.True(answer.IsSuccessStatusCode, json.ToString());
        return json;
    }

    private async Task<bool> KnowsAllAsync(int programs)
    {
        var state = await _client.GetFromJsonAsync<JsonElement>(new Uri(Replicas[^1].InternalAddress, "/platform/saas"), Cancelled);
        return state.GetProperty("authorizers").GetProperty("authorized").GetInt32() == programs
            && state.GetProperty("sync").TryGetProperty("ended", out _);
    }
}
