using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>
/// A gateway with two accounts, WeChat and a backend, as phones see them: under their real names, each a site of its own, over TLS.
/// </summary>
internal sealed class RedirectStage : IAsyncDisposable
{
    public const string Host = "shop.example.com";
    public const string Site = "https://" + Host;
    public const string WeChatHost = "open.weixin.qq.com";
    public const string OtherHost = "static.example.net";

    private readonly Chromium _chromium;
    private readonly List<IBrowserContext> _phones = [];

    private RedirectStage(Chromium chromium, WeChatSimulator weChat, RecordingProxy api, ScriptedBackend backend, RunningGateway gateway)
    {
        _chromium = chromium;
        WeChat = weChat;
        Api = api;
        Backend = backend;
        Gateway = gateway;
    }

    public WeChatSimulator WeChat { get; }

    /// <summary>Gets WeChat's side of the accounts.</summary>
    public required IReadOnlyDictionary<Account, SimulatedAccount> Accounts { get; init; }

    /// <summary>Gets what the gateway and WeChat said to each other.</summary>
    public RecordingProxy Api { get; }

    /// <summary>Gets what browsers said and heard.</summary>
    public RecordingProxy Web => _chromium.Web;

    public ScriptedBackend Backend { get; }

    public RunningGateway Gateway { get; }

    /// <summary>Gets what the backend was told of redirects, in their order.</summary>
    public IReadOnlyList<BackendCall> Redirects => [.. Backend.Calls.Where(call => call.Method == HttpMethods.Post)];

    public static async Task<RedirectStage> StartAsync(
        Chromium chromium, CancellationToken cancellationToken, params (string Key, string? Value)[] settings)
    {
        var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancellationToken);
        var api = await RecordingProxy.StartAsync(hasTls: false, cancellationToken);
        api.Lead(("127.0.0.1", weChat.Address));
        var backend = await ScriptedBackend.StartAsync(cancellationToken);
        backend.Script = ShopPages.AnswerAsync;

        // OpenUrl is not set: the browser finds WeChat where WeChat is.
        var accounts = new Dictionary<Account, SimulatedAccount>();
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:PublicUrl"] = Site,
            ["Gateway:WeChat:ApiUrl"] = api.Address.AbsoluteUri,

            // A machine that stalls is no reason for another answer.
            ["Gateway:WeChat:Timeout"] = "00:00:10",
            ["ReverseProxy:Routes:site:ClusterId"] = "site",
            ["ReverseProxy:Routes:site:Match:Path"] = "/site/{**page}",
            ["ReverseProxy:Clusters:site:Destinations:one:Address"] = backend.Address,
        };
        foreach (var account in Account.All)
        {
            accounts[account] = new SimulatedAccount
            {
                AppId = account.AppId,
                AppSecret = account.AppSecret,
                Name = account.Service,
                OAuthDomains = [Host]
            };
            weChat.AddAccount(accounts[account]);
            weChat.AddUser(account.AppId, account.Ada);
            weChat.AddUser(account.AppId, account.Bob);
            var service = $"Gateway:Services:{account.Service}";
            configuration[$"{service}:AppId"] = account.AppId;
            configuration[$"{service}:AppSecret"] = account.AppSecret;
            configuration[$"{service}:Token"] = "token";
            configuration[$"{service}:MessagePath"] = "/push/" + account.Service;
            configuration[$"{service}:OAuthPath"] = account.Path;
            configuration[$"{service}:OAuthBackend"] = backend.Address + "/oauth/" + account.Service;
            configuration[$"{service}:OAuthReturnHosts:0"] = Host;
        }

        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        var gateway = await RunningGateway.StartAsync(configuration, cancellationToken);
        chromium.Web.Lead((Host, gateway.Address), (WeChatHost, weChat.Address), (OtherHost, new Uri(backend.Address)));
        return new RedirectStage(chromium, weChat, api, backend, gateway) { Accounts = accounts };
    }

    /// <summary>Returns how often WeChat was asked to exchange a code.</summary>
    public int Exchanges(Account account) => WeChat.Calls.Count(ApiPath.OAuthToken, account.AppId);

    /// <summary>Returns what a phone knows: a browser with cookies of its own.</summary>
    public async Task<IBrowserContext> OpenPhoneAsync()
    {
        var phone = await _chromium.OpenPhoneAsync();
        _phones.Add(phone);
        return phone;
    }

    /// <summary>Returns the first tab of a new phone.</summary>
    public async Task<IPage> OpenTabAsync() => await (await OpenPhoneAsync()).NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        await Gateway.DisposeAsync();
        await Backend.DisposeAsync();
        await Api.DisposeAsync();
        await WeChat.DisposeAsync();
    }
}
