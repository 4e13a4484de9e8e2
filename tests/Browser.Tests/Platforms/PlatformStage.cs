using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Platform.AuthorizationPages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Browser.Tests.Platforms;

/// <summary>A platform and two accounts, as browsers see them: under their real names, each a site of its own, over TLS.</summary>
internal sealed class PlatformStage : IAsyncDisposable
{
    public const string Host = "wx.example.com";
    public const string Site = "https://" + Host;
    public const string AdminHost = "admin.example.com";
    public const string Shop = "wxshop000000000001";
    public const string Mini = "wxmini000000000001";
    public const string Component = "wxcomponent0000001";
    public const string Service = "saas";
    public const string PagePath = "/wx/saas/authorize";

    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly Chromium _chromium;
    private readonly List<IBrowserContext> _browsers = [];

    private PlatformStage(Chromium chromium, WeChatSimulator weChat, RunningGateway gateway)
        => (_chromium, WeChat, Gateway) = (chromium, weChat, gateway);

    public WeChatSimulator WeChat { get; }

    public RunningGateway Gateway { get; }

    public RecordingProxy Web => _chromium.Web;

    public WeChatPlatform Platform => Gateway.Services.GetRequiredService<PlatformCatalog>().Current[Service];

    public static async Task<PlatformStage> StartAsync(
        Chromium chromium, CancellationToken cancellationToken, params (string Key, string? Value)[] settings)
    {
        var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancellationToken);
        weChat.AddAccount(new SimulatedAccount { AppId = Shop, Name = "海风书店", OriginalId = "gh_shop" });
        weChat.AddAccount(
            new SimulatedAccount { AppId = Mini, Name = "海风小程序", OriginalId = "gh_mini", Kind = AccountKind.MiniProgram });
        var service = $"Gateway:Services:{Service}";
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:PublicUrl"] = Site,
            ["Gateway:WeChat:ApiUrl"] = weChat.Address.AbsoluteUri,
            ["Gateway:WeChat:Timeout"] = "00:00:10",
            [$"{service}:Kind"] = "Platform",
            [$"{service}:AppId"] = Component,
            [$"{service}:AppSecret"] = "component-secret",
            [$"{service}:Token"] = "token",
            [$"{service}:EncodingAesKey"] = AesKey,
            [$"{service}:AuthEventPath"] = "/wx/saas/event",
            [$"{service}:MessagePath"] = "/wx/saas/{appid}/message",
            [$"{service}:Authorization:Path"] = PagePath,
            [$"{service}:Authorization:Title"] = "海风管家 <b>&",
            [$"{service}:Authorization:Text"] = "授权后，海风管家将代您回复消息。",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        var gateway = await RunningGateway.StartAsync(configuration, cancellationToken);
        chromium.Web.Lead((Host, gateway.Address), ("open.weixin.qq.com", weChat.Address), ("mp.weixin.qq.com", weChat.Address));
        var stage = new PlatformStage(chromium, weChat, gateway);
        weChat.AddPlatform(new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Name = "海风管家",
            Token = "token",
            EncodingAesKey = AesKey,
            EventUrl = new Uri(gateway.Address, "/wx/saas/event"),
            MessageUrl = new Uri(gateway.Address, "/wx/saas/$APPID$/message"),
            AuthorizationDomains = [Host],
        });
        await Eventually.HoldsAsync(
            () => gateway.Services.GetRequiredService<ComponentTickets>().Newest(stage.Platform.AppId) is not null,
            "the platform has a ticket",
            cancellationToken);
        return stage;
    }

    /// <summary>Returns a link for an account's owner, as the internal API makes it.</summary>
    public async Task<string> InviteAsync(AuthorizationClient client, string? bizAppId = null, string? state = null)
        => (await Gateway.Services.GetRequiredService<AuthorizationLinks>().MakeAsync(
            Platform,
            client,
            new Invitation(Component, null, bizAppId, null, state),
            TimeSpan.FromHours(1),
            TestContext.Current.CancellationToken)).AbsoluteUri;

    public async Task<IPage> OpenPhoneAsync() => await OpenAsync(await _chromium.OpenPhoneAsync());

    public async Task<IPage> OpenDesktopAsync() => await OpenAsync(await _chromium.OpenDesktopAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.DisposeAsync();
        }

        await Gateway.DisposeAsync();
        await WeChat.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(IBrowserContext browser)
    {
        _browsers.Add(browser);
        return await browser.NewPageAsync();
    }
}
