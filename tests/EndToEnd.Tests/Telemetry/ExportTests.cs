using System.Diagnostics;
using System.Text.Json;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Telemetry;

/// <summary>A gateway as an operator runs it beside a collector: told by the standard variables, and by nothing else.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private const string AppId = "wxshop";
    private const string AppSecret = "planted-secret-of-the-shop";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string User = "oUserOfTheShop00000000000001";

    private readonly Workplace _workplace = new();
    private OtlpCollector _collector = null!;
    private ScriptedBackend _backend = null!;
    private WeChatSimulator _weChat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync(Cancelled);
        _backend = await ScriptedBackend.StartAsync(Cancelled);
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        _weChat.AddAccount(new SimulatedAccount
        {
            AppId = AppId,
            AppSecret = AppSecret,
            Token = "token",
            EncodingAesKey = AesKey,
            Encryption = EncryptionMode.Safe
        });
        _weChat.AddUser(AppId, new SimulatedUser { OpenId = User });
        _backend.Answers("""{"msg":"hi"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _weChat.DisposeAsync();
        await _backend.DisposeAsync();
        await _collector.DisposeAsync();
        _workplace.Dispose();
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task One_trace_leads_from_the_push_through_the_gateway_to_the_backend(string protocol)
    {
        await using var gateway = Start(
        [
            .. _collector.Settings(protocol),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=the-shop"),
            ("OTEL_SERVICE_NAME", "shop-gateway"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test"),
        ]);
        var push = await PushAsync(gateway);

        // What is left is sent when it stops.
        await gateway.TerminateAsync(Cancelled);

        Assert.Equal("hi", push.Reply?["Content"]);
        var root = Assert.Single(_collector.Spans, span => span["wechat.outcome"].Length > 0);
        var trace = _collector.Spans.Where(span => span.TraceId == root.TraceId).ToDictionary(span => span.SpanId);
        Assert.Equal("", root.ParentId);
        Assert.All(trace.Values.Where(span => span != root), span
            => Assert.True(trace.ContainsKey(span.ParentId), $"{span} has no parent."));

        Assert.True(ActivityContext.TryParse(_backend.OnlyCall.Headers["traceparent"], null, out var backends));
        Assert.Equal(root.TraceId, backends.TraceId.ToHexString());
        var client = trace[backends.SpanId.ToHexString()];
        Assert.Equal("System.Net.Http", client.Source);
        Assert.Equal("wechat.forward", trace[client.ParentId].Name);

        string[] steps = ["wechat.verify", "wechat.open", "wechat.convert", "wechat.ledger", "wechat.userInfo", "wechat.forward",
            "wechat.reply", "wechat.seal"];
        Assert.All(steps, step
            => Assert.Single(trace.Values, span => span.Name == step && trace[span.ParentId].Source == "Yarp.ReverseProxy"));
        Assert.Equal("wechat.userInfo", trace[trace.Values.Single(span => span.Name == "GET /cgi-bin/user/info").ParentId].Name);
        Assert.Equal("wechat.renew", trace[trace.Values.Single(span => span.Name == "POST /cgi-bin/stable_token").ParentId].Name);

        Assert.Equal(("Microsoft.AspNetCore", "POST /wx"), (root.Source, root.Name));
        var tags = new[] { "wechat.service", "wechat.message.type", "wechat.outcome", "wechat.message.attempt", "http.route",
            "http.request.method", "http.response.status_code", "url.path" };
        Assert.Equal(["shop", "text", "Replied", "1", "/wx", "POST", "200", "/wx"], tags.Select(tag => root[tag]));
        Assert.Matches("^[0-9a-f]{16}$", root["wechat.user"]);

        Assert.All(_collector.Resources, resource
            => Assert.Equal(("shop-gateway", "test"), (resource["service.name"], resource["deployment.environment"])));
        Assert.All(_collector.Requests, request => Assert.Contains("[x-tenant, the-shop]", request, StringComparison.Ordinal));
        Assert.Contains(_collector.Metrics, metric => metric is { Name: "wxgateway.messages.pushes", Unit: "{push}", Value: 1 }
            && metric.Tags["outcome"] == "Replied");
        Assert.Contains(
            _collector.Logs, line => line.TraceId == root.TraceId && line.Text.StartsWith("Push to 'shop'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_frameworks_metrics_keep_their_names_and_tags_and_come_once()
    {
        await using var gateway = Start(_collector.Settings("http/protobuf"));
        await PushAsync(gateway);
        await gateway.TerminateAsync(Cancelled);

        Assert.Equal(
            ["http.request.method=POST", "http.response.status_code=200", "http.route=/wx", "network.protocol.version=1.1",
                "url.scheme=http"],
            Tags("http.server.request.duration", "/wx"));
        string[] names =
        [
            "http.server.active_requests", "kestrel.active_connections", "kestrel.connection.duration", "http.client.request.duration",
                "http.client.open_connections",
            "aspnetcore.routing.match_attempts", "dotnet.gc.collections", "dotnet.gc.pause.time", "dotnet.thread_pool.queue.length",
                "dotnet.process.memory.working_set",
        ];
        Assert.Equal(names, names.Where(name => _collector.Metrics.Any(metric => metric.Name == name)));

        // The older names of the instrumentation packages, which would tell the same once more.
        Assert.DoesNotContain(_collector.Metrics, metric => metric.Name.StartsWith("process.runtime.", StringComparison.Ordinal));
        Assert.All(_collector.Metrics.GroupBy(metric => metric.Name), named
            => Assert.Single(named.Select(metric => metric.Meter).Distinct()));
    }

    [Fact]
    public async Task No_span_has_a_query_whatever_the_switches_for_queries_say()
    {
        await using var gateway = Start(
        [
            .. _collector.Settings("http/protobuf"),
            ("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true"),
            ("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true"),
            ("DOTNET_SYSTEM_NET_HTTP_DISABLEURIREDACTION", "1"),
        ]);
        await PushAsync(gateway);
        using var browser = new HttpClient();
        using var visit = await browser.GetAsync(
            new Uri(await gateway.ListensAsync(Cancelled), "/login?code=PlantedCode&state=PlantedState"), Cancelled);
        await gateway.TerminateAsync(Cancelled);

        var calls = _collector.Spans.Where(span => span["url.full"].Length > 0).Select(span => span["url.full"]).ToList();
        Assert.Contains($"{_weChat.Address}cgi-bin/user/info?*", calls);
        Assert.Contains($"{_weChat.Address}sns/oauth2/access_token?*", calls);
        Assert.Contains(_collector.Spans, span => span.Source == "Microsoft.AspNetCore" && span["url.path"] == "/login");
        Assert.All(_collector.Spans, span => Assert.DoesNotContain("url.query", span.Tags.Keys));
        string[] told = ["access_token=", "secret=", "signature=", "openid=", "PlantedCode", "PlantedState", AppSecret, User];
        Assert.All(told, secret
            => Assert.DoesNotContain(_collector.Spans, span => span.ToString().Contains(secret, StringComparison.Ordinal)));
        Assert.All(told, secret => Assert.DoesNotContain(secret, gateway.Output, StringComparison.Ordinal));
        Assert.All(told, secret
            => Assert.DoesNotContain(_collector.Logs, line => line.ToString().Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Signals_and_sampling_are_turned_off_by_their_variables()
    {
        await using var gateway = Start([.. _collector.Settings("http/protobuf"), ("OTEL_METRICS_EXPORTER", "none"),
            ("OTEL_LOGS_EXPORTER", "none"), ("OTEL_TRACES_SAMPLER", "always_off")]);
        await PushAsync(gateway);
        await gateway.TerminateAsync(Cancelled);

        Assert.Empty(_collector.Spans);
        Assert.Empty(_collector.Metrics);
        Assert.Empty(_collector.Logs);
        Assert.EndsWith("-00", _backend.OnlyCall.Headers["traceparent"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_SDK_is_turned_off_by_its_variable()
    {
        await using var gateway = Start([.. _collector.Settings("grpc"), ("OTEL_SDK_DISABLED", "true")]);
        await PushAsync(gateway);
        await gateway.TerminateAsync(Cancelled);

        Assert.Empty(_collector.Requests);
        Assert.DoesNotContain("OTLP", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_warned_of_and_holds_nothing_up()
    {
        var settings = _collector.Settings("grpc");
        await _collector.DisposeAsync();
        await using var gateway = Start(settings);
        var push = await PushAsync(gateway);
        await gateway.PrintsAsync("Telemetry could not be sent", Cancelled);

        var started = TimeProvider.System.GetTimestamp();
        await gateway.TerminateAsync(Cancelled);

        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal("hi", push.Reply?["Content"]);
        Assert.Equal(2, gateway.Output.Split("Telemetry could not be sent").Length);
    }

    [Fact]
    public async Task The_log_is_JSON_when_the_frameworks_own_key_says_so()
    {
        await using var gateway = Start([("Logging__Console__FormatterName", "json")]);
        await PushAsync(gateway);
        await gateway.TerminateAsync(Cancelled);

        var lines = gateway.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => JsonDocument.Parse(line).RootElement).ToList();
        var push = Assert.Single(
            lines, line => line.GetProperty("Message").GetString()!.StartsWith("Push to ", StringComparison.Ordinal)).GetProperty("State");
        Assert.Equal(("shop", "text", "Replied"),
            (push.GetProperty("Service").GetString(), push.GetProperty("Type").GetString(), push.GetProperty("Outcome").GetString()));
        Assert.InRange(push.GetProperty("BackendDuration").GetDouble(), 0, push.GetProperty("Duration").GetDouble());
        Assert.Equal(_backend.OnlyCall.Headers["X-WeChat-Message-Id"].ToString(), push.GetProperty("MessageId").GetString());
        Assert.Contains(
            push.GetProperty("TraceId").GetString()!, _backend.OnlyCall.Headers["traceparent"].ToString(), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.EndsWith("Z", line.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
    }

    private Executable Start((string Key, string Value)[] settings)
    {
        var file = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0",
                "WeChat": { "ApiUrl": "{{_weChat.Address}}" },
                "Services": { "shop": { "AppId": "{{AppId}}", "AppSecret": "{{AppSecret}}", "Token": "token", "EncodingAesKey": "{{AesKey}}", "MessagePath": "/wx", "MessageBackend": "{{_backend.Address}}", "OAuthPath": "/login", "OAuthBackend": "{{_backend.Address}}" } }
              }
            }
            """);
        var environment = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        environment["GATEWAY_CONFIG"] = file;
        environment["Gateway__ShutdownDelay"] = "00:00:00";
        environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return Executable.Start("Gateway", _workplace.Folder, environment);
    }

    private IEnumerable<string> Tags(string name, string route)
        => _collector.Metrics.First(metric => metric.Name == name && metric.Tags.GetValueOrDefault("http.route") == route).Tags.Select(
            tag => $"{tag.Key}={tag.Value}").Order();

    private async Task<PushResult> PushAsync(Executable gateway)
    {
        await gateway.PrintsAsync("Now listening on", Cancelled);
        var address = await gateway.ListensAsync(Cancelled);
        await gateway.PrintsAsync("Service 'shop' takes pushes", Cancelled);
        return await _weChat.PushAsync(
            AppId, PushedMessage.Text("hello").From(User), new PushOptions { Url = new Uri(address, "/wx") }, Cancelled);
    }
}
