using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Api;

public sealed class WeChatApiClientTests : IAsyncDisposable
{
    private const string UserPath = "/cgi-bin/user/info";
    private const string SendPath = "/cgi-bin/message/custom/send";

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;

    public WeChatApiClientTests()
    {
        _replica = new Replica(_clock, _weChat);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Theory]
    [InlineData("""{"subscribe":1,"openid":"o1","nickname":"小明😀","tagid_list":[1,2],"remark":"a\/b"}""")]
    [InlineData("""{ "subscribe" : 0 }  """)]
    [InlineData("""{"errcode":0,"errmsg":"ok","openid":"o1"}""")]
    public async Task What_WeChat_tells_of_a_user_comes_back_byte_for_byte(string json)
    {
        _weChat.When(UserPath, json);

        var result = await _replica.Api.GetUserInfoAsync(Some.Account(), "o1", "zh_CN", Cancelled);

        Assert.True(result.TryGet(out var bytes, out _));
        Assert.Equal(json, Encoding.UTF8.GetString(bytes.Span));
    }

    [Fact]
    public async Task The_values_of_the_query_are_encoded()
    {
        _weChat.When("/cgi-bin/stable_token", ScriptedWeChat.TokenJson("a+b/c=&d#"));

        await _replica.Api.GetUserInfoAsync(Some.Account(), "o1&appid=evil#", "zh_CN", Cancelled);

        var call = _weChat.Calls[^1];
        Assert.Equal("a+b/c=&d#", call.Query("access_token"));
        Assert.Equal("o1&appid=evil#", call.Query("openid"));
        Assert.Equal("zh_CN", call.Query("lang"));
        Assert.Null(call.Query("appid"));
        Assert.Equal("https://api.weixin.qq.com/cgi-bin/user/info", call.Url.GetLeftPart(UriPartial.Path));
    }

    [Fact]
    public async Task A_message_goes_out_byte_for_byte()
    {
        const string Json = """{"touser":"o1","msgtype":"text","text":{"content":"你好 😀 <&>"}}""";

        var result = await _replica.Api.SendCustomerServiceMessageAsync(Some.Account(), "oUser", Encoding.UTF8.GetBytes(Json), Cancelled);

        Assert.True(result.Succeeded);
        Assert.Equal(Json, _weChat.Calls[^1].Body);
        Assert.Equal("application/json; charset=utf-8", _weChat.Calls[^1].ContentType);
        Assert.Equal("TOKEN-1", _weChat.Calls[^1].Query("access_token"));
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_rejected_token_is_replaced_and_the_call_sent_again(int errorCode)
    {
        _weChat.WhenInTurn(SendPath, $$"""{"errcode":{{errorCode}},"errmsg":"bad token"}""", """{"errcode":0}""");

        var result = await _replica.Api.SendCustomerServiceMessageAsync(Some.Account(), "oUser", "{}"u8.ToArray(), Cancelled);

        Assert.True(result.Succeeded);
        Assert.Equal(["TOKEN-1", "TOKEN-2"], _weChat.Calls.Where(call => call.Path == SendPath).Select(call => call.Query("access_token")));
    }

    [Fact]
    public async Task A_hundred_calls_with_a_rejected_token_replace_it_once()
    {
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        _weChat.When(UserPath, (call, _) => Task.FromResult(ScriptedWeChat.Json(
            call.Query("access_token") == "TOKEN-1" ? """{"errcode":40001,"errmsg":"not latest"}""" : """{"openid":"o1"}""")));

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(
            async () => await _replica.Api.GetUserInfoAsync(Some.Account(), "o1", "en", Cancelled))));

        Assert.All(results, result => Assert.True(result.TryGet(out _, out _)));
        Assert.Equal(2, _weChat.TokenCalls.Count);
    }

    [Fact]
    public async Task A_token_rejected_twice_is_an_error_and_no_loop()
    {
        _weChat.When(UserPath, """{"errcode":42001,"errmsg":"expired"}""");

        var result = await _replica.Api.GetUserInfoAsync(Some.Account(), "o1", "en", Cancelled);

        Assert.False(result.TryGet(out _, out var error));
        Assert.Equal(42001, error!.ErrorCode);
        Assert.Equal(2, _weChat.Calls.Count(call => call.Path == UserPath));
    }

    [Fact]
    public async Task A_refused_password_change_is_no_reason_to_replace_the_token()
    {
        _weChat.When(UserPath, """{"errcode":42007,"errmsg":"password changed"}""");

        await _replica.Api.GetUserInfoAsync(Some.Account(), "o1", "en", Cancelled);

        Assert.Single(_weChat.TokenCalls);
    }

    [Fact]
    public async Task The_user_of_a_message_is_kept_out_of_its_error()
    {
        _weChat.When("/cgi-bin/message/custom/send", """{"errcode":40003,"errmsg":"invalid openid oSomebody-0123456789"}""");

        var result = await _replica.Api.SendCustomerServiceMessageAsync(
            Some.Account(), "oSomebody-0123456789", "{}"u8.ToArray(), Cancelled);

        Assert.Contains("40003", result.Error?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oSomebody", result.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_a_token_sends_nothing()
    {
        var result = await _replica.Api.SendCustomerServiceMessageAsync(Some.Account(secret: ""), "oUser", "{}"u8.ToArray(), Cancelled);

        Assert.Equal(ErrorClass.Configuration, result.Error?.Class);
        Assert.Empty(_weChat.Calls);
    }

    [Fact]
    public async Task A_busy_WeChat_is_asked_again_since_it_carried_nothing_out()
    {
        _weChat.WhenInTurn(SendPath, """{"errcode":-1,"errmsg":"system error"}""", """{"errcode":0}""");

        var result = await Some.WhileTimePassesAsync(
            _clock, _replica.Api.SendCustomerServiceMessageAsync(Some.Account(), "oUser", "{}"u8.ToArray(), Cancelled).AsTask(), Cancelled);

        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task A_message_that_may_have_arrived_is_not_sent_twice()
    {
        _weChat.WhenHangs(SendPath);
        var late = await Some.WhileTimePassesAsync(
            _clock, _replica.Api.SendCustomerServiceMessageAsync(Some.Account(), "oUser", "{}"u8.ToArray(), Cancelled).AsTask(), Cancelled);
        _weChat.When(SendPath, (_, _) => Task.FromResult(ScriptedWeChat.Json("", HttpStatusCode.BadGateway)));
        var broken = await _replica.Api.SendCustomerServiceMessageAsync(Some.Account(), "oUser", "{}"u8.ToArray(), Cancelled);

        Assert.Equal(("WeChat did not answer in time.", true), (late.Error?.Message, late.Error?.IsUnanswered));
        Assert.Equal(("WeChat answered HTTP status 502.", false), (broken.Error?.Message, broken.Error?.IsUnanswered));
        Assert.Equal(2, _weChat.Calls.Count(call => call.Path == SendPath));
    }

    [Fact]
    public async Task An_answer_longer_than_a_mebibyte_is_not_read()
    {
        _weChat.When(UserPath, (_, _) => Task.FromResult(ScriptedWeChat.Json($$"""{"x":"{{new string('x', 1024 * 1024)}}"}""")));
        Assert.Equal("WeChat's answer cannot be read: it is too long.", await UserErrorAsync());

        // Nor one that does not say how long it is.
        _weChat.When(UserPath, (_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Endless()) }));
        Assert.Equal("WeChat's answer cannot be read: it is too long.", await UserErrorAsync());
    }

    [Theory]
    [InlineData("<html>captive portal</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[{}]")]
    [InlineData("""{"openid":"o1"}{"openid":"o2"}""")]
    [InlineData("""{"openid":"o1" """)]
    public async Task An_answer_that_is_not_one_JSON_object_is_an_error(string body)
    {
        _weChat.When(UserPath, body);

        Assert.Equal("WeChat's answer cannot be read: it is not a JSON object.", await UserErrorAsync());
    }

    // Each character is one byte.
    [Theory]
    [InlineData("{\"openid\":\"o1\",\"nickname\":\"a\u001db\",\"city\":\"\xe4\xbd\"}",
        "{\"openid\":\"o1\",\"nickname\":\"a\\u001db\",\"city\":\"\uFFFD\"}")]
    [InlineData("\xef\xbb\xbf{\"remark\":\"a\n\\ud83d\"}", "{\"remark\":\"a\\n\\ufffd\"}")]
    public async Task An_answer_that_is_not_strict_is_repaired(string latin1, string json)
    {
        _weChat.When(UserPath, (_, _)
            => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin1)) }));

        var result = await _replica.Api.GetUserInfoAsync(Some.Account(), "o1", "zh_CN", Cancelled);

        Assert.True(result.TryGet(out var bytes, out _));
        Assert.Equal(json, Encoding.UTF8.GetString(bytes.Span));
    }

    [Fact]
    public async Task An_error_in_an_answer_that_is_not_strict_is_the_error_that_it_says()
    {
        _weChat.When(UserPath, (_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new ByteArrayContent(
            [.. "{\"errcode\":40003,\"errmsg\":\"no \u0002"u8, 0xE4, .. "\"}"u8])
        }));

        Assert.Contains("40003", await UserErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_an_error()
    {
        _weChat.When(UserPath, (_, _) =>
        {
            var response = ScriptedWeChat.Json("", HttpStatusCode.Redirect);
            response.Headers.Location = new Uri("https://evil.example/");
            return Task.FromResult(response);
        });

        Assert.Equal("WeChat answered HTTP status 302.", await UserErrorAsync());
    }

    [Fact]
    public async Task An_error_names_neither_token_nor_openid()
    {
        _weChat.When(UserPath, (call, _) => Task.FromResult(ScriptedWeChat.Json(
            $$"""{"errcode":40003,"errmsg":"invalid openid {{call.Query("openid")}} for {{call.Query("access_token")}}\nrid: 1"}""")));

        Assert.Equal("WeChat answered errcode 40003 ('invalid openid *** for *** rid: 1').", await UserErrorAsync());
    }

    [Fact]
    public async Task The_address_of_WeChat_is_read_at_every_use()
    {
        var options = new WeChatApiOptions { ApiUrl = new Uri("http://127.0.0.1:1/wechat/") };
        var monitor = new Monitor(options);
        await using var replica = new Replica(
            _clock, _weChat, configure: services => services.AddSingleton<IOptionsMonitor<WeChatApiOptions>>(monitor));
        _weChat.When("/wechat/cgi-bin/stable_token", ScriptedWeChat.TokenJson("T"));

        await replica.Tokens.GetAsync(Some.Account(), Cancelled);
        monitor.CurrentValue = new WeChatApiOptions { ApiUrl = new Uri("https://wx.example") };
        await replica.Api.GetUserInfoAsync(Some.Account(), "o1", "en", Cancelled);

        Assert.Equal("http://127.0.0.1:1/wechat/cgi-bin/stable_token", _weChat.Calls[0].Url.AbsoluteUri);
        Assert.Equal("wx.example", _weChat.Calls[1].Url.Host);
    }

    [Fact]
    public async Task The_classic_endpoint_gets_its_values_encoded()
    {
        await _replica.Tokens.GetAsync(Some.Account(TokenEndpoint.Classic, secret: "a&b=c+d"), Cancelled);

        var call = Assert.Single(_weChat.Calls);
        Assert.Equal(HttpMethod.Get, call.Method);
        Assert.Equal("/cgi-bin/token", call.Path);
        Assert.Equal("client_credential", call.Query("grant_type"));
        Assert.Equal("a&b=c+d", call.Query("secret"));
    }

    [Fact]
    public async Task The_stable_endpoint_gets_JSON_without_escapes()
    {
        await _replica.Tokens.GetAsync(Some.Account(appId: "微信<&>", secret: "a'b+c"), Cancelled);

        var call = Assert.Single(_weChat.Calls);
        Assert.Equal(HttpMethod.Post, call.Method);
        Assert.Equal("", call.Url.Query);
        Assert.Equal("""{"grant_type":"client_credential","appid":"微信<&>","secret":"a'b+c","force_refresh":false}""", call.Body);
    }

    private async Task<string?> UserErrorAsync()
    {
        var result = await Some.WhileTimePassesAsync(
            _clock, _replica.Api.GetUserInfoAsync(Some.Account(), "o-user-1", "en", Cancelled).AsTask(), Cancelled);
        result.TryGet(out _, out var error);
        return error?.Message;
    }

    private sealed class Monitor(WeChatApiOptions options) : IOptionsMonitor<WeChatApiOptions>
    {
        public WeChatApiOptions CurrentValue { get; set; } = options;

        public WeChatApiOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<WeChatApiOptions, string?> listener) => null;
    }

    private sealed class Endless : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)' ');
            return buffer.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => ValueTask.FromResult(Read(buffer.Span));

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
            => CopyAsync(destination, cancellationToken);

        private async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
        {
            var buffer = new byte[8192];
            while (true)
            {
                await destination.WriteAsync(buffer.AsMemory(0, Read(buffer)), cancellationToken);
            }
        }
    }
}
