using System.Net;
using WxYarpGateway.Gateway.Tests.Logins;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Gateway.Tests.QrLogin;
using WxYarpGateway.Rig;

namespace WxYarpGateway.Gateway.Tests.Tries;

/// <summary>What a test does beside the push itself: nothing.</summary>
public sealed class TrySideTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_of_a_platform_is_tested_by_the_platforms_rules_and_copies_stay_away()
    {
        await using var rig = await PlatformRig.StartAsync(
            ("Services:saas:Rules:0:Name", "copied"),
            ("Services:saas:Rules:0:When:MsgType:0", "text"),
            ("Services:saas:Rules:0:To:Backend", "bot"),
            ("Services:saas:Rules:0:Mode", "Copy"));
        rig.Put(PlatformRig.Shop);
        rig.Main.Answers("""{"msg":"of main"}""");

        var (status, answer) = await rig.Gateway.TryAsync($"saas/{PlatformRig.Shop}", "text");

        Assert.Equal(200, status);
        Assert.Equal("of main", answer.GetProperty("reply").Text("Content"));
        Assert.Equal(("1", PlatformRig.Shop),
            (rig.Main.OnlyCall.Headers["X-WeChat-Test"].ToString(), rig.Main.OnlyCall.Headers["X-WeChat-AppId"].ToString()));
        Assert.Contains("'bot'", answer.Skipped(), StringComparison.Ordinal);
        Assert.Empty(rig.Bot.Calls);
    }

    [Fact]
    public async Task Strangers_and_the_platforms_own_events_are_not_tested()
    {
        await using var rig = await PlatformRig.StartAsync();

        Assert.Equal(404, (await rig.Gateway.TryAsync("saas", "text")).Status);
        Assert.Equal(404, (await rig.Gateway.TryAsync("saas/events", "text")).Status);
        Assert.Equal(404, (await rig.Gateway.TryAsync("saas/wxstranger0000001", "text")).Status);
        Assert.Empty(rig.Unknown.Met);
    }

    [Fact]
    public async Task A_tested_scan_signs_nobody_in()
    {
        await using var rig = await QrLoginRig.StartAsync(Cancelled);
        var browser = await rig.OpenAsync();

        var (status, answer) = await rig.Gateway.TryAsync(
            "shop", "SCAN", ("EventKey", "wxgw-login-" + browser.Login), ("FromUserName", "oAda"));

        Assert.Equal((200, 200), (status, answer.GetProperty("status").GetInt32()));
        Assert.Equal("waiting", await browser.StateAsync(rig.Gateway));
        Assert.Empty(rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task A_tested_farewell_ends_no_session()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();

        var (_, answer) = await rig.Gateway.TryAsync("mini", "user_authorization_cancellation", ("OpenID", "o-x"), ("AppID", LoginRig.App));
        using var taken = await rig.SendAsync(HttpMethod.Get, "/app/x", token: token);

        Assert.Equal("success", answer.Text("answer"));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task A_hand_written_route_with_a_host_and_a_query_is_found()
    {
        await using var rig = await TestRig.StartAsync(
            Cancelled,
            ($"Services:{TestRig.Plain}:MessagePath", ""),
            ("ReverseProxy:Routes:hand:Match:Path", "/by-hand"),
            ("ReverseProxy:Routes:hand:Match:Hosts:0", "wx.example.com"),
            ("ReverseProxy:Routes:hand:Match:QueryParameters:0:Name", "appid"),
            ("ReverseProxy:Routes:hand:Match:QueryParameters:0:Values:0", "a b"),
            ("ReverseProxy:Routes:hand:ClusterId", "hand"),
            ("ReverseProxy:Routes:hand:Metadata:WeChat.Service", TestRig.Plain),
            ("ReverseProxy:Routes:hand:Metadata:WeChat.Exchange", "message"),
            ("ReverseProxy:Clusters:hand:Destinations:one:Address", "http://127.0.0.1:9"));

        var (status, answer) = await rig.Gateway.TryAsync(TestRig.Plain, "text");

        Assert.Equal((200, "Failed"), (status, answer.Text("outcome")));
    }
}
