using System.Text;
using System.Text.Json;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.ApiProxy.Tokens;

/// <summary>SDKs ask the proxy for a token and a ticket of their own, as they ask WeChat.</summary>
public sealed class TokenAnswersTests : IAsyncLifetime
{
    private WireRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await WireRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string, string, string?, string> Requests() => new()
    {
        { "GET", "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=anything", null, "" },
        { "GET", "/cgi-bin/token", null, "" },
        { "GET", "//cgi-bin//token/", null, "" },
        { "POST", "/cgi-bin/token", "grant_type=client_credential&appid=wx1&secret=", "application/x-www-form-urlencoded" },
        { "POST", "/cgi-bin/token", "", "text/plain" },
        { "POST", "/cgi-bin/stable_token", """{"grant_type":"client_credential","appid":"wx1","secret":"x"}""", "application/json" },
        { "POST", "/cgi-bin/stable_token", """{"grant_type":"client_credential","appid":"wx1","secret":"x","force_refresh":true}""", "application/json" },
        { "POST", "/cgi-bin/stable_token", "{", "application/json" },
        { "GET", "/cgi-bin/stable_token?grant_type=client_credential&appid=wx1&secret=x&force_refresh=true", null, "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_token_is_a_placeholder_that_lives_as_long_as_ours_whatever_is_sent(
        string method, string path, string? body, string mediaType)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        using var response = await _rig.SendAsync("/wxapi/shop" + path, new HttpMethod(method), content);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal((200, "application/json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(["access_token", "expires_in"], json.EnumerateObject().Select(property => property.Name));
        Assert.Matches("^[A-Za-z0-9_-]{32,512}$", json.GetProperty("access_token").GetString());
        Assert.DoesNotContain(WireRig.Token, json.GetRawText(), StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("expires_in").GetInt64(), 6000, 7200);
        Assert.Empty(_rig.Calls);
        Assert.Equal(1, _rig.TokensIssued);
    }

    [Fact]
    public async Task The_placeholder_calls_WeChat_and_stays_until_the_token_is_another_one()
    {
        var first = await PlaceholderAsync();
        var second = await PlaceholderAsync();
        await _rig.TextAsync($"/wxapi/shop/cgi-bin/x?access_token={first}");
        var tries = 0;
        _rig.Answer = (_, context) => ScriptedBackend.WriteAsync(
            context, Interlocked.Increment(ref tries) == 1 ? """{"errcode":40001}""" : """{"errcode":0}""");
        await _rig.TextAsync($"/wxapi/shop/cgi-bin/x?access_token={first}");
        var third = await PlaceholderAsync();

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.Equal([1, 1, 2], _rig.Calls.Select(call => call.Query[^1] - '0'));
        Assert.All(_rig.Calls, call => Assert.StartsWith($"?access_token={WireRig.Token}-", call.Query, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jsapi", "jsapi")]
    [InlineData("wx_card", "_card")]
    public async Task A_ticket_is_the_one_that_all_share(string type, string mark)
    {
        foreach (var path in new[] { "/cgi-bin/ticket/getticket?access_token=any&type=", "//cgi-bin/ticket/getticket?type=" })
        {
            var json = JsonDocument.Parse(await _rig.TextAsync("/wxapi/shop" + path + type)).RootElement;

            Assert.Equal(["errcode", "errmsg", "ticket", "expires_in"], json.EnumerateObject().Select(property => property.Name));
            Assert.Equal((0, "ok"), (json.GetProperty("errcode").GetInt32(), json.GetProperty("errmsg").GetString()));
            Assert.Equal(WireRig.Ticket + mark, json.GetProperty("ticket").GetString());
            Assert.InRange(json.GetProperty("expires_in").GetInt64(), 6000, 7200);
        }

        Assert.Single(_rig.Calls);
    }

    [Theory]
    [InlineData("/cgi-bin/ticket/getticket")]
    [InlineData("/cgi-bin/ticket/getticket?type=sdk__")]
    [InlineData("/cgi-bin/ticket/getticket?type=jsapi&type=wx_card")]
    public async Task Of_another_kind_of_ticket_WeChat_says_what_it_is(string path)
    {
        _rig.TicketAnswer = """{"errcode":40097,"errmsg":"invalid args"}""";

        Assert.Equal("""{"errcode":40097,"errmsg":"invalid args"}""", await _rig.TextAsync("/wxapi/shop" + path));
    }

    [Theory]
    [InlineData(40125)]
    [InlineData(40164)]
    [InlineData(45009)]
    public async Task What_WeChat_refuses_the_gateway_an_SDK_reads_as_WeChat_says_it(int errorCode)
    {
        _rig.TokenAnswer = $$"""{"errcode":{{errorCode}},"errmsg":"no, {{WireRig.Secret}}"}""";

        foreach (var path in new[] { "/cgi-bin/token", "/cgi-bin/stable_token", "/cgi-bin/ticket/getticket?type=jsapi" })
        {
            using var response = await _rig.SendAsync("/wxapi/shop" + path);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var json = JsonDocument.Parse(text).RootElement;

            Assert.Equal((200, errorCode), ((int)response.StatusCode, json.ErrorCode()));
            Assert.NotEqual("", json.GetProperty("errmsg").GetString());
            Assert.DoesNotContain(WireRig.Secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_account_that_may_have_no_ticket_is_told_so()
    {
        _rig.TicketAnswer = """{"errcode":48001,"errmsg":"api unauthorized"}""";

        var (status, json) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, "/wxapi/shop/cgi-bin/ticket/getticket?type=jsapi");

        Assert.Equal((200, 48001), (status, json.ErrorCode()));
    }

    [Theory]
    [InlineData("/wxapi/bare/cgi-bin/token", 503, -70503)]
    [InlineData("/wxapi/bare/cgi-bin/stable_token", 503, -70503)]
    [InlineData("/wxapi/bare/cgi-bin/ticket/getticket?type=jsapi", 503, -70503)]
    [InlineData("/wxapi/nobody/cgi-bin/token", 404, -70404)]
    public async Task What_WeChat_was_not_asked_is_the_gateways_own_error(string path, int status, int errorCode)
    {
        var (answered, json) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, path);

        Assert.Equal((status, errorCode), (answered, json.ErrorCode()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Nobody_asks_for_a_token_like_this(string method)
    {
        using var response = await _rig.SendAsync("/wxapi/shop/cgi-bin/token", new HttpMethod(method));

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task The_answers_are_not_on_the_public_port()
    {
        using var response = await Calls.SendAsync(_rig.Gateway.Address, "/wxapi/shop/cgi-bin/token");

        Assert.Equal(404, (int)response.StatusCode);
    }

    private async Task<string> PlaceholderAsync()
        => JsonDocument.Parse(await _rig.TextAsync("/wxapi/shop/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=x"))
            .RootElement.GetProperty("access_token").GetString()!;
}
