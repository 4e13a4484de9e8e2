using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

/// <summary>The dashboard asks a real Prometheus for what a real gateway measures.</summary>
public sealed class DashboardTests : IDisposable
{
    private const string Component = "wxcomponent";
    private const string Shop = "wxshop";
    private const string Mini = "wxmini";
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Row = "Third-party platforms, records and the database";

    private readonly Workplace _workplace = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Each_panel_of_platforms_finds_data()
    {
        await using var collector = await OtlpCollector.StartAsync(Cancelled);
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        await using var gateway = await StartGatewayAsync(weChat, backend, collector);
        weChat.AddAccount(new SimulatedAccount { AppId = Shop, OriginalId = "gh_shop" });
        weChat.AddAccount(new SimulatedAccount { AppId = Mini, OriginalId = "gh_mini", Kind = AccountKind.MiniProgram });
        weChat.AddPlatform(new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "token",
            EncodingAesKey = Key,
            Templates = [new CodeTemplate { Id = 12, UserVersion = "3.2.0" }],
            EventUrl = new Uri(gateway.Address, "/wx/saas/event"),
            MessageUrl = new Uri($"{gateway.Address}wx/saas/$APPID$/message"),
        });
        await Eventually.HoldsAsync(() => weChat.Platforms.Events.Newest.Count > 0, "the ticket was pushed", Cancelled);
        await weChat.Platforms.AuthorizeAsync(Component, Shop, new AuthorizationOptions(), Cancelled);
        await weChat.PushAsync(Shop, PushedMessage.Text("hi"), Cancelled);
        await weChat.Platforms.AuthorizeAsync(Component, Mini, new AuthorizationOptions(), Cancelled);
        await ReleaseAsync(gateway);
        await using var prometheus = await Prometheus.StartAsync(_workplace, collector, Cancelled);

        foreach (var (title, queries) in Panels())
        {
            await Eventually.HoldsAsync(
                async () => (await Task.WhenAll(queries.Select(query => prometheus.FindsAsync(query, Cancelled)))).Contains(true),
                $"the panel '{title}' found data",
                Cancelled);
        }
    }

    private static IEnumerable<KeyValuePair<string, List<string>>> Panels()
    {
        var file = Path.Combine(Repository.Root, "deploy", "grafana", "dashboards", "wxyarpgateway.json");
        using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
        var panels = dashboard.RootElement.GetProperty("panels").Clone().EnumerateArray()
            .SkipWhile(panel => panel.GetProperty("title").GetString() != Row)
            .Skip(1)
            .TakeWhile(panel => panel.GetProperty("type").GetString() != "row")
            .ToList();
        Assert.NotEmpty(panels);
        return panels.Select(panel => KeyValuePair.Create(
            panel.GetProperty("title").GetString()!,
            panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!
                .Replace("$service", ".*", StringComparison.Ordinal)
                .Replace("$__rate_interval", "1m", StringComparison.Ordinal)).ToList()));
    }

    /// <summary>Files an order for the mini program, once the gateway knows that it is there.</summary>
    private static async Task ReleaseAsync(Replica gateway)
    {
        using var client = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var order = new StringContent(
                    """{"to":{"all":true},"template_id":12,"user_version":"3.2.0","user_desc":"new","steps":["commit"]}""",
                    Encoding.UTF8,
                    "application/json");
                using var answer = await client.PostAsync(new Uri(gateway.InternalAddress, "/platform/saas/releases"), order, Cancelled);
                return answer.StatusCode == HttpStatusCode.Accepted;
            },
            "the order was filed",
            Cancelled);
    }

    private async Task<Replica> StartGatewayAsync(WeChatSimulator weChat, ScriptedBackend backend, OtlpCollector collector)
    {
        var file = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "ShutdownDelay": "00:00:00",
                "Records": { "Keep": "1.00:00:00" },
                "WeChat": { "ApiUrl": "{{weChat.Address}}" },
                "Services": {
                  "saas": {
                    "Kind": "Platform", "AppId": "{{Component}}", "AppSecret": "component-secret", "Token": "token", "EncodingAesKey": "{{Key}}",
                    "AuthEventPath": "/wx/saas/event", "MessagePath": "/wx/saas/{appid}/message", "MessageBackend": "{{backend.Address}}",
                    "StartTicketPush": "Never", "Sync": "00:00:00"
                  }
                }
              }
            }
            """);
        var settings = collector.Settings("http/protobuf").ToDictionary(setting => setting.Key, setting => setting.Value);
        settings["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        settings["GATEWAY_DATA_DIR"] = Path.Combine(_workplace.Folder, "data");
        return await Replica.StartAsync(_workplace, file, settings, Cancelled);
    }
}
