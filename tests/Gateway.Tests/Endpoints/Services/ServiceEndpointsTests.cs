using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

/// <summary>What holds for each of the endpoints.</summary>
public sealed class ServiceEndpointsTests : IAsyncDisposable
{
    private const string UserPath = "/cgi-bin/user/info";

    private EndpointRig? _rig;

    /// <summary>Each endpoint with parameters that it takes, and what it asks of WeChat.</summary>
    public static TheoryData<string, string, string> Endpoints() => new()
    {
        { "/qr", """{"s":"shop","t":"temp"}""", "/cgi-bin/qrcode/create" },
        { "/user", """{"s":"shop","o":"oUser"}""", UserPath },
        { "/short-url", """{"s":"shop","u":"https://a.example"}""", "/cgi-bin/shorturl" },
        { "/tmpl-msg", """{"s":"shop","to":"oUser","tid":"T","data":{}}""", "/cgi-bin/message/template/send" },
        { "/sign-jsapi", """{"s":"shop","u":"https://a.example"}""", "/cgi-bin/ticket/getticket" },
        { "/channels-ec-order-detail", """{"s":"store","o":"1"}""", "/channels/ec/order/get" },
        { "/channels-ec-refund-detail", """{"s":"store","o":"1"}""", "/channels/ec/aftersale/getaftersaleorder" },
    };

    public static TheoryData<string> Paths() => new(Endpoints().Select(row => row.Data.Item1).Append("/sns-auth2"));

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Parameters_come_in_a_query_a_form_or_JSON_by_GET_or_POST(string path, string json, string weChats)
    {
        await StartAsync();
        _rig!.WeChat.When(weChats, """{"errcode":45009,"errmsg":"reach max api daily quota limit"}""");
        var parameters = JsonDocument.Parse(json).RootElement.EnumerateObject().Select(
            property => (property.Name, property.Value.ToString())).ToArray();
        var encoded = EndpointRig.Encode(parameters);
        (HttpMethod Method, string Query, string? Body, string? ContentType)[] ways =
        [
            (HttpMethod.Get, "?" + encoded, null, null),
            (HttpMethod.Post, "?" + encoded, null, null),
            (HttpMethod.Post, "?" + encoded, "", "text/plain"),
            (HttpMethod.Post, "", encoded, "application/x-www-form-urlencoded"),
            (HttpMethod.Post, "", encoded, "application/x-www-form-urlencoded; charset=UTF-8"),
            (HttpMethod.Post, "", json, "application/json"),
            (HttpMethod.Post, "", "\uFEFF\r\n " + json, "application/json; charset=utf-8"),
            (HttpMethod.Post, "", json, "application/x-www-form-urlencoded"),
            (HttpMethod.Post, "", json, null),
            (HttpMethod.Get, "", json, "application/vnd.x+json"),
            (HttpMethod.Post, "/?" + encoded, null, null),
        ];
        foreach (var (method, query, body, contentType) in ways)
        {
            using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content?.Headers.TryAddWithoutValidation("Content-Type", contentType);
            var (status, answer) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, path + query, method, content);

            Assert.Equal((502, 502, 45009), (status, answer.GetProperty("code").GetInt32(), answer.ErrorCode()));
            Assert.Equal("WeChat answered errcode 45009 ('reach max api daily quota limit'). The daily quota is used up.",
                answer.GetProperty("msg").GetString()!.Split(" WeChat has shut")[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_refusal_of_WeChat_keeps_its_errcode(string path, string json, string weChats)
    {
        await StartAsync();
        _rig!.WeChat.When(weChats, """{"errcode":48001,"errmsg":"api unauthorized"}""");

        Assert.Equal((502, 48001), await FailAsync(path, json));
        Assert.Single(_rig.CallsOf(weChats));
    }

    [Theory]
    [InlineData("hangs", 504)]
    [InlineData("html", 502)]
    [InlineData("500", 502)]
    [InlineData("empty", 502)]
    [InlineData("array", 502)]
    public async Task A_WeChat_that_is_late_or_out_of_its_mind_is_told_apart(string how, int status)
    {
        await StartAsync(("WeChat:Timeout", how == "hangs" ? "00:00:00.3" : "00:00:10"));
        foreach (var weChats in Endpoints().Select(row => row.Data.Item3))
        {
            switch (how)
            {
                case "hangs":
                    _rig!.WeChat.WhenHangs(weChats);
                    break;
                case "500":
                    _rig!.WeChat.When(
                        weChats, (_, _) => Task.FromResult(ScriptedWeChat.Json("<html>", HttpStatusCode.InternalServerError)));
                    break;
                default:
                    _rig!.WeChat.When(weChats, how switch { "html" => "<html/>", "empty" => "", _ => "[{}]" });
                    break;
            }
        }

        var failures = await Task.WhenAll(Endpoints().Select(row => FailAsync(row.Data.Item1, row.Data.Item2)));

        Assert.All(failures, failure => Assert.Equal((status, 0), failure));
    }

    [Fact]
    public async Task A_WeChat_that_cannot_be_reached_is_504()
    {
        await StartAsync(("WeChat:ApiUrl", $"http://127.0.0.1:{Testing.Sockets.FreePort.Next()}"));
        foreach (var (path, json, _) in Endpoints().Select(row => row.Data))
        {
            Assert.Equal((504, 0), await FailAsync(path, json));
        }
    }

    [Fact]
    public async Task Who_gets_no_token_is_told_WeChats_reason_and_when_to_ask_again()
    {
        await StartAsync();
        _rig!.WeChat.When("/cgi-bin/stable_token", """{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist"}""");
        await FailAsync("/user", """{"s":"shop","o":"oUser"}""");
        foreach (var (path, json, _) in Endpoints().Select(row => row.Data))
        {
            using var content = new StringContent(json);
            using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, path, content: content);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(502, (int)response.StatusCode);
            Assert.Contains("Add the IP 203.0.113.7 to the account's IP whitelist", text, StringComparison.Ordinal);
            Assert.Contains(",\"errcode\":40164}", text, StringComparison.Ordinal);
        }

        using var again = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/user?s=shop&o=oUser");
        Assert.InRange(again.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
    }

    [Fact]
    public async Task A_service_without_AppSecret_is_told_what_it_lacks()
    {
        await StartAsync();

        var (status, json) = await _rig!.GetAsync("/user", ("s", "poor"), ("o", "oUser"));

        Assert.Equal((502, "The service 'poor' has no AppSecret, so WeChat gives it no access token. Set the AppSecret."),
            (status, json.GetProperty("msg").GetString()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_missing_or_unknown_service_is_named(string path)
    {
        await StartAsync();

        Assert.Equal("""{"code":400,"msg":"s(ervice) parameter expected"}""", await _rig!.TextAsync(path));
        Assert.Equal("""{"code":400,"msg":"s(ervice) parameter expected"}""", await _rig.TextAsync(path, "{}"));
        Assert.Equal("""{"code":400,"msg":"s(ervice) parameter is given more than once"}""", await _rig.TextAsync(path + "?s=shop", """{"S":"shop"}"""));
        foreach (var unknown in new[] { "nobody", new string('x', 5000), "shop/../x", "秘密" })
        {
            var (status, json) = await _rig.GetAsync(path, ("s", unknown));
            Assert.Equal((404, 404, "s(ervice): no such service is configured."),
                (status, json.GetProperty("code").GetInt32(), json.GetProperty("msg").GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Other_methods_are_not_allowed(string path)
    {
        await StartAsync();
        foreach (var method in new[] { "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PURGE" })
        {
            using var response = await Calls.SendAsync(_rig!.Gateway.InternalAddress, path + "?s=shop", new HttpMethod(method));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal((405, "GET, POST"), ((int)response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
            Assert.Equal(method == "HEAD" ? "" : """{"code":405,"msg":"Use GET, POST."}""", text);
        }
    }

    [Fact]
    public async Task All_answers_are_JSON_that_nobody_keeps()
    {
        await StartAsync();
        _rig!.WeChat.When(UserPath, """{"openid":"o"}""");
        foreach (var query in new[] { "?s=shop&o=o", "?s=nobody", "" })
        {
            using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/user" + query);

            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            Assert.True(response.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task Paths_can_be_changed_and_taken_away()
    {
        await StartAsync(("Endpoints:User", "/wx/用户/"), ("Endpoints:Qr", ""));
        _rig!.WeChat.When(UserPath, """{"openid":"o"}""");

        Assert.Equal(200, (await _rig.GetAsync("/wx/用户", ("s", "shop"), ("o", "o"))).Status);
        Assert.Equal(200, (await _rig.GetAsync("/WX/用户/", ("s", "shop"), ("o", "o"))).Status);
        foreach (var gone in new[] { "/user", "/qr", "/wx/用户/x", "/wx" })
        {
            var (status, json) = await _rig.GetAsync(gone, ("s", "shop"));
            Assert.Equal((404, -70404), (status, json.ErrorCode()));
        }
    }

    [Theory]
    [InlineData(256 * 1024, true, 400)]
    [InlineData(256 * 1024, false, 400)]
    [InlineData(256 * 1024 + 1, true, 413)]
    [InlineData(2_000_000, false, 413)]
    public async Task A_body_without_end_is_not_read(int length, bool hasLength, int status)
    {
        await StartAsync();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("{\"s\":\"shop\"}".PadRight(length)));
        content.Headers.ContentLength = hasLength ? length : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_rig!.Gateway.InternalAddress, "/user")) { Content = content };
        request.Headers.TransferEncodingChunked = !hasLength;

        using var response = await Calls.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            (status, $$"""{"code":{{status}},"msg":"{{(status == 413 ? "The body must have at most 262144 bytes." : "o(penid) parameter expected")}}"}"""),
            ((int)response.StatusCode, text));
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_leaves_nothing_behind()
    {
        await StartAsync();
        _rig!.WeChat.WhenHangs(UserPath);
        using var leaving = new CancellationTokenSource();
        var call = Calls.Client.GetAsync(new Uri(_rig.Gateway.InternalAddress, "/user?s=shop&o=o"), leaving.Token);
        await Eventually.HoldsAsync(() => _rig.CallsOf(UserPath).Length == 1, "WeChat was asked", TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => call);

        _rig.WeChat.When(UserPath, """{"openid":"o"}""");
        Assert.Equal(200, (await _rig.GetAsync("/user", ("s", "shop"), ("o", "o"))).Status);
        Assert.DoesNotContain(_rig.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_of_them_is_on_the_public_port()
    {
        await StartAsync();
        foreach (var path in Paths().Select(row => row.Data).Append("/health"))
        {
            using var response = await Calls.SendAsync(_rig!.Gateway.Address, path + "?s=shop&o=o");
            Assert.Equal(
                (404, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task The_start_report_names_them()
    {
        await StartAsync(("Endpoints:Qr", ""));

        Assert.Contains(
            _rig!.Logs.Lines,
            line => line.Contains(
                "Backends find '/user, /sns-auth2, /qr-login, /short-url, /tmpl-msg, /sign-jsapi, /channels-ec-order-detail, " +
                    "/channels-ec-refund-detail' at 'the internal addresses'.", StringComparison.Ordinal));
    }

    private async Task StartAsync(params (string Key, string? Value)[] settings) => _rig = await EndpointRig.StartAsync(settings);

    private async Task<(int Status, int ErrorCode)> FailAsync(string path, string json)
    {
        var (status, answer) = await _rig!.PostAsync(path, json);
        Assert.Equal(status, answer.GetProperty("code").GetInt32());
        Assert.DoesNotContain("TOKEN", answer.GetProperty("msg").GetString(), StringComparison.Ordinal);
        return (status, answer.ErrorCode());
    }
}
