using System.Collections.Concurrent;
using System.Text;
using System.Web;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>
/// A whole run, with everything that is secret planted, and all that the gateway tells of it searched: log lines, spans, metrics, answers.
/// </summary>
/// <remarks>
/// Runs alone: the SDK knows an instrument by its name, and forgets it when any host of the process that has one is disposed of.
/// </remarks>
[Collection(nameof(SilenceTests))]
public sealed class SecrecyTests : IAsyncLifetime
{
    private const string Plain = "wxplanted-plain";
    private const string Safe = "wxplanted-safe";
    private const string AppSecret = "PlantedAppSecret0123456789";
    private const string CallbackToken = "PlantedCallbackToken";
    private const string AesKey = "PlantedAesKeyPlantedAesKeyPlantedAesKey0123";
    private const string ApiKey = "PlantedApiKey0123456789";
    private const string WrongKey = "PlantedWrongKey0123456789";
    private const string CallersToken = "PlantedTokenOfTheCaller";
    private const string OpenId = "oPlantedOpenId00000000000001";
    private const string Nickname = "PlantedNickname";
    private const string Message = "PlantedMessageText";
    private const string Answer = "PlantedAnswerText";
    private const string WrongSignature = "PlantedSignature000000000000000000000000";

    private readonly ConcurrentBag<string> _secrets =
        [AppSecret, CallbackToken, AesKey, ApiKey, WrongKey, CallersToken, OpenId, Nickname, Message, Answer, WrongSignature];

    private readonly List<string> _answers = [];
    private OtlpCollector _collector = null!;
    private ScriptedBackend _backend = null!;
    private WeChatSimulator _weChat = null!;
    private RunningGateway _gateway = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync(Cancelled);
        _backend = await ScriptedBackend.StartAsync(Cancelled);
        _backend.Answers($$"""{"msg":"{{Answer}}"}""");
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        _weChat.AddAccount(
            new SimulatedAccount { AppId = Plain, AppSecret = AppSecret, Token = CallbackToken, Encryption = EncryptionMode.Plaintext });
        _weChat.AddAccount(new SimulatedAccount
        {
            AppId = Safe,
            AppSecret = AppSecret,
            Token = CallbackToken,
            EncodingAesKey = AesKey,
            Encryption = EncryptionMode.Safe
        });
        _weChat.AddUser(Plain, new SimulatedUser { OpenId = OpenId, Nickname = Nickname });
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = _weChat.Address.ToString(),
            ["Gateway:InternalApiKeys:crm"] = InternalListenerTests.DigestOf(ApiKey),

            // As shipped, with all that the gateway itself has to say.
            ["Logging:LogLevel:WxYarpGateway"] = "Trace",
        };
        foreach (var name in new[] { Plain, Safe })
        {
            settings[$"Gateway:Services:{name}:AppId"] = name;
            settings[$"Gateway:Services:{name}:AppSecret"] = AppSecret;
            settings[$"Gateway:Services:{name}:Token"] = CallbackToken;
            settings[$"Gateway:Services:{name}:EncodingAesKey"] = name == Safe ? AesKey : "";
            settings[$"Gateway:Services:{name}:MessagePath"] = "/" + name;
            settings[$"Gateway:Services:{name}:MessageBackend"] = _backend.Address;
            settings[$"Gateway:Services:{name}:Reply:Deadline"] = "00:00:00.500";
        }

        foreach (var (key, value) in _collector.Settings("http/protobuf"))
        {
            settings[key] = value;
        }

        _gateway = await RunningGateway.StartAsync(settings, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _weChat.DisposeAsync();
        await _backend.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_that_is_secret_is_told_anywhere()
    {
        foreach (var name in new[] { Plain, Safe })
        {
            await PushEverythingAsync(name);
        }

        await CallEverythingAsync();
        await _gateway.StopAsync(Cancelled);

        // Only what this gateway sent is searched: a source is heard in the whole process, and the simulators tell what they like.
        var ours = _gateway.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var inside = _collector.Spans.Where(span => span["server.port"] == ours && span.Source == "Microsoft.AspNetCore").Select(
            span => span.TraceId).ToHashSet();
        var spans = _collector.Spans.Where(
            span => inside.Contains(span.TraceId) && !(span.Source == "Microsoft.AspNetCore" && span["server.port"] != ours)).ToList();
        var lines = _collector.Logs.Select(line => line.ToString() + string.Join(' ', line.Fields)).ToList();
        Assert.Contains(spans, span => span["wechat.outcome"] == "Late");
        Assert.Contains(spans, span => span["wechat.user"].Length > 0);
        Assert.Contains(lines, line => line.Contains("Push to 'wxplanted-safe'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("sending the call again", StringComparison.Ordinal));
        Assert.Contains(_collector.Metrics, metric => metric.Name == "wxgateway.wechatapi.calls"
            && metric.Tags.GetValueOrDefault("service") == Plain && metric.Tags["path"] == ApiPath.MenuGet);
        Assert.True(_secrets.Distinct().Count() > 20, "The run's own tokens, tickets, signatures and nonces are known.");

        string[] told = [
            .. spans.Select(span => span.ToString()), .. lines, .. _collector.Metrics.Select(metric => metric.ToString()), .. _answers];
        Assert.All(_secrets.Distinct(), secret
            => Assert.DoesNotContain(told, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        Assert.All(_secrets.Distinct(), secret => Assert.DoesNotContain(_collector.Requests, request
            => request.Contains(secret, StringComparison.Ordinal) && request.StartsWith("/v1/logs", StringComparison.Ordinal)));
    }

    private async Task PushEverythingAsync(string name)
    {
        var once = new PushOptions { MaxDeliveries = 1 };
        await PushAsync(name, Text(), once);
        await PushAsync(name, Text() with { MsgId = 7_000_000_000_000_000_001 }, once);
        await PushAsync(name, Text() with { MsgId = 7_000_000_000_000_000_001 }, once);
        await PushAsync(name, Text(), once with { Signature = WrongSignature, MsgSignature = WrongSignature }, isRefused: true);
        await PushAsync(name, Text(), once with { Timestamp = "1" }, isRefused: true);
        await PushAsync(name, Text(), once with { TampersAfterSigning = true }, isRefused: name == Safe);
        await PushAsync(name, PushedMessage.Raw($"<xml><Content>{Message}"), once, isRefused: true);
        await PushAsync(name, PushedMessage.Event("CLICK", Message).From(OpenId), once);
        var url = new Uri(_gateway.Address, "/" + name);
        await _weChat.VerifyUrlAsync(name, new PushOptions { Url = url }, Cancelled);

        _backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, Answer, status: 500);
        await PushAsync(name, Text(), once);
        _backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, $"<{Answer}>");
        await PushAsync(name, Text(), once);
        _backend.Script = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await PushAsync(name, Text(), once);

        var isReady = new TaskCompletionSource();
        _backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, $$"""{"msg":"{{Answer}}"}""");
        };
        await PushAsync(name, Text(), once);
        _weChat.Faults.Add(ApiPath.CustomSend, Fault.Error(45015, $"response out of time limit {OpenId} {Answer}"));
        isReady.SetResult();
        await Eventually.HoldsAsync(() => _collector.Metrics.Any(metric => metric.Name == "wxgateway.replies.late"
            && metric.Tags["service"] == name), "the late reply had its result", Cancelled);
        _backend.Answers($$"""{"msg":"{{Answer}}"}""");
    }

    private static PushedMessage Text() => PushedMessage.Text(Message).From(OpenId);

    private async Task PushAsync(string name, PushedMessage message, PushOptions options, bool isRefused = false)
    {
        var result = await _weChat.PushAsync(name, message, options with { Url = new Uri(_gateway.Address, "/" + name) }, Cancelled);
        var query = HttpUtility.ParseQueryString(result.Last.Url.Query);
        foreach (var key in new[] { "signature", "msg_signature", "nonce" })
        {
            if (query[key] is { Length: > 5 } secret)
            {
                _secrets.Add(secret);
            }
        }

        if (isRefused)
        {
            Assert.InRange(result.Last.Status ?? 0, 400, 499);
            _answers.Add(result.Last.Body + string.Join(' ', result.Last.Headers));
        }
    }

    private async Task CallEverythingAsync()
    {
        _secrets.Add(await TellAsync($"/tokens/{Plain}/access_token"));
        _secrets.Add(await TellAsync($"/tokens/{Plain}/jsapi_ticket"));
        await CallAsync($"/wxapi/{Plain}{ApiPath.MenuGet}?access_token={CallersToken}");
        await CallAsync($"/wxapi/{Plain}{ApiPath.MenuGet}", key: WrongKey);
        await CallAsync($"/wxapi/{Plain}/{OpenId}/{CallersToken}");
        await CallAsync($"/wxapi/{Plain}{ApiPath.UserInfo}?openid={OpenId}-unknown");
        _weChat.RevokeToken(Plain);
        await CallAsync($"/wxapi/{Plain}{ApiPath.MenuCreate}", new StringContent("{}"));
        _secrets.Add(await TellAsync($"/tokens/{Plain}/access_token"));
        _weChat.Faults.Add(ApiPath.MenuGet, Fault.Abort());
        await CallAsync($"/wxapi/{Plain}{ApiPath.MenuGet}");
        _weChat.Faults.Add(ApiPath.MenuGet, Fault.Status(500));
        await CallAsync($"/wxapi/{Plain}{ApiPath.MenuGet}");
        await CallAsync($"/tokens/{Plain}/access_token/replace", new StringContent($$"""{"rejected":"{{CallersToken}}"}""", Encoding.UTF8, "application/json"), isAnswerSecret: true);
        await CallAsync($"/tokens/gone/access_token");
    }

    private async Task<string> TellAsync(string path)
    {
        var (status, json) = await Calls.JsonAsync(_gateway.InternalAddress, path, key: ApiKey);
        Assert.Equal(200, status);
        return json.EnumerateObject().First().Value.GetString()!;
    }

    private async Task CallAsync(string path, HttpContent? content = null, string key = ApiKey, bool isAnswerSecret = false)
    {
        using var response = await Calls.SendAsync(_gateway.InternalAddress, path, content: content, key: key);
        var body = "";
        try
        {
            body = await response.Content.ReadAsStringAsync(Cancelled);
        }
        catch (HttpRequestException)
        {
            // WeChat broke off, and so did the gateway.
        }

        if (!isAnswerSecret)
        {
            _answers.Add($"{response.Headers} {body}");
        }
    }
}
