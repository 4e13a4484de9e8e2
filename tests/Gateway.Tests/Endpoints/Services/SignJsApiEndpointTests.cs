using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Gateway.Tests.ApiProxy;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class SignJsApiEndpointTests : IAsyncLifetime
{
    private const string Ticket = "planted-jsapi-ticket";

    private EndpointRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await EndpointRig.StartAsync();
        _rig.WeChat.When("/cgi-bin/ticket/getticket", $$"""{"errcode":0,"errmsg":"ok","ticket":"{{Ticket}}","expires_in":7200}""");
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("https://a.example/p?x=1&y=2", "https://a.example/p?x=1&y=2")]
    [InlineData("https://a.example/p?x=%E4%BD%A0+b#/route?z", "https://a.example/p?x=%E4%BD%A0+b")]
    [InlineData("HTTP://a.example/店 😀#", "HTTP://a.example/店 😀")]
    public async Task A_page_is_signed_as_WeChat_checks_it(string url, string page)
    {
        var (status, json) = await _rig.GetAsync("/sign-jsapi", ("s", "shop"), ("u", url));

        Assert.Equal(200, status);
        var parameters = json.GetProperty("params");
        Assert.Equal(["appId", "nonceStr", "noncestr", "nonce", "timestamp", "signature"],
            parameters.EnumerateObject().Select(property => property.Name));
        var nonce = parameters.GetProperty("nonceStr").GetString()!;
        Assert.Matches("^[0-9A-Za-z]{16}$", nonce);
        Assert.Equal((nonce, nonce, "wxshop"), (parameters.GetProperty("noncestr").GetString(), parameters.GetProperty("nonce").GetString(),
            parameters.GetProperty("appId").GetString()));
        var timestamp = parameters.GetProperty("timestamp").GetInt64();
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - timestamp, 0, 60);
        var text = $"jsapi_ticket={Ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}";
        Assert.Equal(Convert.ToHexStringLower(Sha1(text)), parameters.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task The_ticket_is_asked_for_once_and_told_to_nobody()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _rig.TextAsync("/sign-jsapi?s=shop&u=https://a.example")));

        Assert.Equal(30, answers.Distinct().Count());
        Assert.Equal("jsapi", Assert.Single(_rig.CallsOf("/cgi-bin/ticket/getticket")).Query("type"));
        Assert.DoesNotContain(answers.Append(_rig.Logs.Text), text => text.Contains(Ticket, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "u(rl) parameter expected")]
    [InlineData("a.example/p", "u(rl) value must be the page's whole address, with http:// or https://")]
    [InlineData("javascript:x", "u(rl) value must be the page's whole address, with http:// or https://")]
    [InlineData("https://a.example/\r\nX", "u(rl) parameter must not hold control characters, nor bytes that are not UTF-8")]
    public async Task What_is_no_page_is_not_signed(string url, string message)
    {
        var (status, json) = await _rig.GetAsync("/sign-jsapi", ("s", "shop"), ("u", url));

        Assert.Equal((400, message), (status, json.GetProperty("msg").GetString()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task An_account_without_the_JS_SDK_gets_WeChats_reason()
    {
        _rig.WeChat.When("/cgi-bin/ticket/getticket", """{"errcode":48001,"errmsg":"api unauthorized"}""");

        var (status, json) = await _rig.PostAsync("/sign-jsapi", "s=shop&u=https%3A%2F%2Fa.example", "application/x-www-form-urlencoded");

        Assert.Equal((502, 48001), (status, json.ErrorCode()));
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "WeChat prescribes it.")]
    private static byte[] Sha1(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
