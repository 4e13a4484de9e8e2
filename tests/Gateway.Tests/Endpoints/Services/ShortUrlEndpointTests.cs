using WxYarpGateway.Gateway.Tests.ApiProxy;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class ShortUrlEndpointTests : IAsyncDisposable
{
    private const string Path = "/cgi-bin/shorturl";

    private EndpointRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task Where_WeChat_still_shortens_the_answer_is_go_wx_gateways()
    {
        _rig = await EndpointRig.StartAsync();
        _rig.WeChat.When(Path, """{"errcode":0,"errmsg":"ok","short_url":"https:\/\/w.url.cn\/s\/x"}""");

        var (status, json) = await _rig.PostAsync(
            "/short-url", "s=shop&u=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D%E4%BD%A0", "application/x-www-form-urlencoded");

        Assert.Equal((200, """{"code":200,"msg":"OK","short-url":"https://w.url.cn/s/x"}"""), (status, json.ToString()));
        Assert.Equal("""{"action":"long2short","long_url":"https://a.example/?x=1&y=你"}""", Assert.Single(_rig.CallsOf(Path)).Body);
    }

    [Theory]
    [InlineData("/api", "call POST /api/shop/cgi-bin/shorten/gen instead.")]
    [InlineData("", "/cgi-bin/shorten/gen replaces it.")]
    public async Task Where_it_does_not_the_replacement_is_named(string api, string advice)
    {
        _rig = await EndpointRig.StartAsync(("Endpoints:Api", api));
        _rig.WeChat.When(Path, """{"errcode":48001,"errmsg":"api unauthorized"}""");

        var (status, json) = await _rig.GetAsync("/short-url", ("s", "shop"), ("u", "https://a.example"));

        Assert.Equal((502, 48001), (status, json.ErrorCode()));
        Assert.Equal($"WeChat answered errcode 48001 ('api unauthorized'). WeChat has shut down /cgi-bin/shorturl; {advice}",
            json.GetProperty("msg").GetString());

        _rig.WeChat.When(Path, "{}");
        Assert.EndsWith(advice, (await _rig.GetAsync("/short-url", ("s", "shop"), ("u", "https://a.example"))).Json.GetProperty(
            "msg").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "u(rl) parameter expected")]
    [InlineData("a\tb", "u(rl) parameter must not hold control characters, nor bytes that are not UTF-8")]
    public async Task What_is_wrong_is_named(string url, string message)
    {
        _rig = await EndpointRig.StartAsync();

        var (status, json) = await _rig.GetAsync("/short-url", ("s", "shop"), ("u", url));

        Assert.Equal((400, message), (status, json.GetProperty("msg").GetString()));
    }
}
