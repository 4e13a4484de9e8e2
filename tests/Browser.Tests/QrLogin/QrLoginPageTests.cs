using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.OAuth;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Browser.Tests.QrLogin;

/// <summary>A desktop shows a QR code, and a phone signs its browser in.</summary>
[Collection<SharedChromium>]
public sealed partial class QrLoginPageTests(Chromium chromium) : IAsyncLifetime
{
    private const string AppId = "wxshop000000000001";
    private const string Host = "wx.example.com";
    private const string ShopHost = "shop.example.com";
    private const string Start = $"https://{Host}/wx/qr-login/start?to=https%3A%2F%2F{ShopHost}%2Fdone&state=mine";

    private WeChatSimulator _weChat = null!;
    private RunningGateway _gateway = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Token);
        _weChat.AddAccount(new SimulatedAccount { AppId = AppId, AppSecret = "shop-secret", Token = "token", Name = "海风书店" });
        const string service = "Gateway:Services:shop";
        _gateway = await RunningGateway.StartAsync(
            new Dictionary<string, string?>
            {
                ["Gateway:PublicUrl"] = $"https://{Host}",
                ["Gateway:WeChat:ApiUrl"] = _weChat.Address.AbsoluteUri,
                [$"{service}:AppId"] = AppId,
                [$"{service}:AppSecret"] = "shop-secret",
                [$"{service}:Token"] = "token",
                [$"{service}:MessagePath"] = "/wx/shop",
                [$"{service}:QrLoginPath"] = "/wx/qr-login",
                [$"{service}:OAuthReturnHosts:0"] = ShopHost,
            },
            Token);
        chromium.Web.Lead((Host, _gateway.Address), ("mp.weixin.qq.com", _weChat.Address));
        chromium.Web.Cut(ShopHost);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _weChat.DisposeAsync();
    }

    [Fact]
    public async Task The_desktop_goes_on_when_the_phone_confirms_and_another_desktop_does_not()
    {
        await using var desktop = await chromium.OpenDesktopAsync();
        await using var other = await chromium.OpenDesktopAsync();
        await using var phone = await chromium.OpenPhoneAsync();
        var tab = await desktop.NewPageAsync();
        var others = await other.NewPageAsync();

        await tab.GotoAsync(Start);
        await others.GotoAsync(Start);
        Assert.Equal("请用微信扫描二维码", await tab.ReadAsync("#words"));
        Assert.True(await tab.EvaluateAsync<bool>("document.getElementById('picture').naturalWidth > 0"));
        await KeepAsync(tab, "qr-login-desktop");
        var login = await tab.Locator("#picture").GetAttributeAsync("data-subject");

        await ScanAsync("wxgw-login-" + login);
        await Assertions.Expect(tab.Locator("#words")).ToHaveTextAsync("已扫描，请在手机上确认登录。");
        var message = await _weChat.SentMessages.NextAsync(Token);
        var hand = await phone.NewPageAsync();
        await hand.GotoAsync(LinkIn().Match(message.Text!).Groups[1].Value);
        Assert.Contains(ShopHost, await hand.ReadAsync("#words"), StringComparison.Ordinal);
        Assert.False(await hand.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        await KeepAsync(hand, "qr-login-phone");
        await hand.Locator("#continue").ClickAsync();
        await Assertions.Expect(hand.Locator("#words")).ToHaveTextAsync("已确认，请回到电脑继续。");

        await tab.ArriveAsync($"https://{ShopHost}/done?code=");
        Assert.EndsWith("&state=mine", tab.Url, StringComparison.Ordinal);
        Assert.Equal("请用微信扫描二维码", await others.ReadAsync("#words"));
        Assert.Equal(400, (await others.GotoAsync($"https://{Host}/wx/qr-login/finish?login={login}"))!.Status);
    }

    private Task<PushResult> ScanAsync(string scene)
        => _weChat.PushAsync(
            AppId,
            PushedMessage.Event("SCAN", scene).From("oAda"),
            new PushOptions { Url = new Uri(_gateway.Address, "/wx/shop") },
            Token);

    // For people: what the page looks like.
    private static Task<byte[]> KeepAsync(IPage tab, string name)
        => tab.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png"), FullPage = true });

    [GeneratedRegex("<a href=\"(https://wx\\.example\\.com/[^\"]+)\">")]
    private static partial Regex LinkIn();
}
