using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.QrLogin;

/// <summary>An official account whose site signs users in by QR code; WeChat, phones and browsers are the test's.</summary>
internal sealed partial class QrLoginRig : IAsyncDisposable
{
    public const string AppId = "wxshop000000000001";
    public const string Path = "/wx/qr-login";
    public const string Site = "https://shop.example.com/done?from=wx";

    private readonly List<RunningGateway> _gateways = [];

    private QrLoginRig(WeChatSimulator weChat, ScriptedBackend backend) => (WeChat, Backend) = (weChat, backend);

    public WeChatSimulator WeChat { get; }

    public ScriptedBackend Backend { get; }

    public RunningGateway Gateway => _gateways[0];

    public static async Task<QrLoginRig> StartAsync(CancellationToken cancellationToken, params (string Key, string? Value)[] settings)
    {
        var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancellationToken);
        weChat.AddAccount(new SimulatedAccount { AppId = AppId, AppSecret = "shop-secret", Token = "token", Name = "海风书店" });
        var backend = await ScriptedBackend.StartAsync(cancellationToken);
        backend.Answers("""{"msg":"hello"}""");
        var rig = new QrLoginRig(weChat, backend);
        await rig.AddReplicaAsync(cancellationToken, settings);
        return rig;
    }

    public async Task<RunningGateway> AddReplicaAsync(CancellationToken cancellationToken, params (string Key, string? Value)[] settings)
    {
        const string service = "Gateway:Services:shop";
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:PublicUrl"] = "https://wx.example.com",
            ["Gateway:WeChat:ApiUrl"] = WeChat.Address.AbsoluteUri,
            ["Gateway:WeChat:MpUrl"] = WeChat.Address.AbsoluteUri,
            [$"{service}:AppId"] = AppId,
            [$"{service}:AppSecret"] = "shop-secret",
            [$"{service}:Token"] = "token",
            [$"{service}:MessagePath"] = "/wx/shop",
            [$"{service}:MessageBackend"] = Backend.Address,
            [$"{service}:QrLoginPath"] = Path,
            [$"{service}:OAuthReturnHosts:0"] = "shop.example.com",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        _gateways.Add(await RunningGateway.StartAsync(configuration, cancellationToken));
        return _gateways[^1];
    }

    /// <summary>Opens the page in a browser of its own.</summary>
    public async Task<QrLoginBrowser> OpenAsync(string query = $"?to=https%3A%2F%2Fshop.example.com%2Fdone%3Ffrom%3Dwx&state=mine")
    {
        var browser = new QrLoginBrowser();
        var page = await browser.GetAsync(Gateway, $"{Path}/start{query}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        browser.Login = SubjectIn().Match(page.Text).Groups[1].Value;
        return browser;
    }

    /// <summary>Has a phone scan the code of a page. WeChat tells the account: of a scan, or of a new follower.</summary>
    public Task<PushResult> ScanAsync(QrLoginBrowser browser, string user, bool follows = false, RunningGateway? at = null)
        => WeChat.PushAsync(
            AppId,
            (follows
                ? PushedMessage.Event("subscribe", "qrscene_wxgw-login-" + browser.Login)
                : PushedMessage.Event("SCAN", "wxgw-login-" + browser.Login)).From(user),
            new PushOptions { Url = new Uri((at ?? Gateway).Address, "/wx/shop") },
            TestContext.Current.CancellationToken);

    /// <summary>Returns the path of the link that WeChat brought to the user, without the public host.</summary>
    public async Task<string> LinkOfAsync(string user)
    {
        var message = await WeChat.SentMessages.NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(user, message.ToUser);
        return LinkIn().Match(message.Text!).Groups[1].Value;
    }

    /// <summary>Exchanges a code as the site's backend does.</summary>
    public async Task<(HttpStatusCode Status, string? OpenId)> ExchangeAsync(string code)
    {
        using var client = new HttpClient();
        var address = new Uri(Gateway.InternalAddress, $"/qr-login?s=shop&code={Uri.EscapeDataString(code)}");
        using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return (answer.StatusCode, json.TryGetProperty("openId", out var openId) ? openId.GetString() : null);
    }

    /// <summary>Returns a parameter of the address that a browser is sent to.</summary>
    public static string? ParameterOf(Uri address, string name) => HttpUtility.ParseQueryString(address.Query)[name];

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
    }

    [GeneratedRegex("data-subject=\"([A-Za-z0-9_-]{22})\"")]
    private static partial Regex SubjectIn();

    [GeneratedRegex("<a href=\"https://wx\\.example\\.com(/[^\"]+)\">")]
    private static partial Regex LinkIn();
}
