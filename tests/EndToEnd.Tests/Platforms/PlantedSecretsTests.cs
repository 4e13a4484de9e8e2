using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>Each secret that a platform's gateway meets is looked for wherever it writes: none may be there.</summary>
public sealed class PlantedSecretsTests : IAsyncLifetime
{
    private readonly Workplace _workplace = new();
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Next()}") };
    private readonly StagedPlatform _platform = new(RefreshTokenMode.RotateEachTime);
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private OtlpCollector _collector = null!;
    private ScriptedBackend _backend = null!;
    private WeChatSimulator _weChat = null!;
    private Executable _gateway = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string AppId => _platform.Account("shop");

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync(Cancelled);
        _backend = await ScriptedBackend.StartAsync(Cancelled);
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        _weChat.AddAccount(new SimulatedAccount { AppId = AppId, OriginalId = "gh_shop" });
        var environment = _collector.Settings("http/protobuf").ToDictionary(setting => setting.Key, setting => setting.Value);
        environment["GATEWAY_CONFIG"] = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "Urls": "{{_address}}", "InternalUrls": "{{_client.BaseAddress}}",
                "WeChat": { "ApiUrl": "{{_weChat.Address}}" }, "Records": { "Keep": "1.00:00:00" },
                "Backends": { "main": "{{_backend.Address}}" }, "Services": { {{_platform.ToJson()}} }
              },
              "Logging": { "LogLevel": { "Default": "Debug" } }
            }
            """);
        environment["GATEWAY_DATA_DIR"] = Data;
        _gateway = Executable.Start("Gateway", _workplace.Folder, environment);
        await _gateway.PrintsAsync("Application started", Cancelled);
        _platform.Settings.EventUrl = new Uri(_address, $"/{_platform.Name}/event");
        _platform.Settings.MessageUrl = new Uri($"{_address}{_platform.Name}/{SimulatedPlatform.AppIdMark}/message");
        _weChat.AddPlatform(_platform.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _weChat.DisposeAsync();
        await _backend.DisposeAsync();
        await _collector.DisposeAsync();
        _client.Dispose();
        _workplace.Dispose();
    }

    private string Data => Path.Combine(_workplace.Folder, "data");

    [Fact]
    public async Task Neither_ticket_nor_code_nor_token_is_in_a_log_trace_metric_record_answer_or_file()
    {
        var secrets = new Dictionary<string, string>
        {
            ["AppSecret"] = _platform.Settings.AppSecret,
            ["Token"] = _platform.Settings.Token,
            ["EncodingAesKey"] = _platform.Settings.EncodingAesKey,
        };
        await Eventually.HoldsAsync(
            async () =>
            {
                var push = (await _weChat.Platforms.PushTicketAsync(_platform.AppId, Cancelled))!;
                secrets["ticket"] = XDocument.Parse(push.Message).Descendants("ComponentVerifyTicket").Single().Value;
                return push.Last.Body == "success";
            },
            "a ticket was taken",
            Cancelled);
        secrets["component_access_token"] = await ReadAsync($"/tokens/{_platform.Name}/component_access_token", "component_access_token");
        await AuthorizeAsync(secrets);
        await RenewAsync(secrets);
        await _weChat.PushAsync(
            AppId, PushedMessage.Text("hello 😀"), new PushOptions { Platform = _platform.AppId, MaxDeliveries = 1 }, Cancelled);
        var answers = await AnswersAsync();

        // Whatever is still on its way is written when the process ends.
        await _gateway.TerminateAsync(Cancelled);
        var places = new Dictionary<string, string>
        {
            ["the log"] = _gateway.Output,
            ["what goes to the collector"] = string.Join('\n', _collector.Requests),
            ["the answers"] = answers,
            ["what backends got"] = string.Join('\n', _backend.Calls.Select(call => Encoding.UTF8.GetString(call.Body))),
        };
        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
        {
            places[Path.GetRelativePath(Data, file)] = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancelled));
        }

        Assert.Contains("gateway.db", places.Keys);
        Assert.All(places, place => Assert.True(place.Value.Length > 0 || place.Key.Contains('.', StringComparison.Ordinal), place.Key));
        foreach (var (what, secret) in secrets)
        {
            Assert.True(secret.Length > 8, $"There is no {what} to look for.");
            Assert.All(places, place => Assert.False(
                place.Value.Contains(secret, StringComparison.Ordinal), $"{place.Key} holds the {what}."));
        }
    }

    private async Task AuthorizeAsync(Dictionary<string, string> secrets)
    {
        var result = await _weChat.Platforms.AuthorizeAsync(
            _platform.AppId, AppId, new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect }, Cancelled);
        secrets["code"] = result.Code;
        secrets["pre_auth_code"] = XDocument.Parse(result.Pushes[0].Message).Descendants("PreAuthCode").Single().Value;
        await Eventually.HoldsAsync(
            async () => (await _client.GetAsync($"/tokens/{_platform.Name}/{AppId}/access_token", Cancelled)).IsSuccessStatusCode,
            "the account could be called for",
            Cancelled);
        secrets["authorizer_access_token"] = await ReadAsync($"/tokens/{_platform.Name}/{AppId}/access_token", "access_token");
        secrets["authorizer_refresh_token"] = _weChat.Platforms.RefreshTokenOf(_platform.AppId, AppId)!;
    }

    private async Task RenewAsync(Dictionary<string, string> secrets)
    {
        using var renewed = await _client.PostAsJsonAsync(
            $"/tokens/{_platform.Name}/{AppId}/access_token/replace", new { rejected = secrets["authorizer_access_token"] }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        secrets["authorizer_refresh_token, the next"] = _weChat.Platforms.RefreshTokenOf(_platform.AppId, AppId)!;
        Assert.NotEqual(secrets["authorizer_refresh_token"], secrets["authorizer_refresh_token, the next"]);
    }

    /// <summary>Returns what operators read, records of the ticket, the authorization and the message among it.</summary>
    private async Task<string> AnswersAsync()
    {
        var platform = $"/platform/{_platform.Name}";
        JsonElement records = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                records = (await _client.GetFromJsonAsync<JsonElement>($"{platform}/records?limit=200", Cancelled)).GetProperty("records");
                return records.GetArrayLength() >= 3;
            },
            "there were records",
            Cancelled);
        var answers = new List<string>();
        string[] paths =
        [
            platform, $"{platform}/authorizers", $"{platform}/authorizers/{AppId}", $"{platform}/rules", "/health/ready",
            .. records.EnumerateArray().Select(record => $"{platform}/records/{record.GetProperty("id").GetString()}"),
        ];
        foreach (var path in paths)
        {
            answers.Add(await _client.GetStringAsync(path, Cancelled));
        }

        return string.Join('\n', answers);
    }

    private async Task<string> ReadAsync(string path, string name)
        => (await _client.GetFromJsonAsync<JsonElement>(path, Cancelled)).GetProperty(name).GetString()!;
}
