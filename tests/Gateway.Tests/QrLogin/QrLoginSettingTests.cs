using System.Net;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.Gateway.Tests.QrLogin;

/// <summary>Sign-ins by QR code on two replicas, without confirmation, and by too many.</summary>
public sealed class QrLoginSettingTests(SharedRedis redis)
{
    private const string Ada = "oAda";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_step_may_meet_another_replica()
    {
        var prefix = SharedRedis.NewPrefix();
        (string, string?)[] store =
        [
            ("Gateway:Store:Kind", "Redis"), ("Gateway:Store:Redis", redis.ConnectionString), ("Gateway:Store:KeyPrefix", prefix),
        ];
        await using var rig = await QrLoginRig.StartAsync(Cancelled, store);
        var second = await rig.AddReplicaAsync(Cancelled, store);

        var browser = await rig.OpenAsync();
        await rig.ScanAsync(browser, Ada, at: second);
        Assert.Equal("scanned", await browser.StateAsync(rig.Gateway));
        await new QrLoginBrowser().SendAsync(rig.Gateway, HttpMethod.Post, await rig.LinkOfAsync(Ada));
        var end = await browser.FinishAsync(second);

        Assert.Equal(Ada, (await rig.ExchangeAsync(QrLoginRig.ParameterOf(end.Location!, "code")!)).OpenId);
        Assert.DoesNotContain(await redis.KeysAsync(prefix), key => key.Contains(browser.Login, StringComparison.Ordinal)
            || key.Contains(Ada, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_confirmation_the_scan_is_enough_and_no_message_is_sent()
    {
        await using var rig = await QrLoginRig.StartAsync(Cancelled, ("Gateway:Services:shop:QrLoginConfirm", "false"));

        var browser = await rig.OpenAsync();
        await rig.ScanAsync(browser, Ada);

        Assert.Equal("confirmed", await browser.StateAsync(rig.Gateway));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.FinishAsync(rig.Gateway)).StatusCode);
        Assert.Empty(rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task One_address_gets_sixty_codes_a_minute()
    {
        await using var rig = await QrLoginRig.StartAsync(Cancelled);
        var statuses = new List<HttpStatusCode>();
        for (var opened = 0; opened < 62; opened++)
        {
            statuses.Add((await new QrLoginBrowser().GetAsync(rig.Gateway, $"{QrLoginRig.Path}/start?to=%2Fdone")).StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.InRange(statuses.Count(status => status == HttpStatusCode.OK), 60, 61);
    }
}
