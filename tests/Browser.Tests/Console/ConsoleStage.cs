using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>
/// A simulated WeChat, three gateways, and two consoles on one database as processes; one browser, in which the first admin signs in with
/// the one-time link.
/// </summary>
public sealed partial class ConsoleStage : IAsyncLifetime
{
    public const string Shop = "wxshop000000000001";
    public const string Mini = "wxmini000000000001";
    public const string Platform = "saas";
    public const string HostileName = "<img src=x onerror=alert(1)> 海风";

    private const string Component = "wxcomponent0000001";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Password = "correct horse battery";

    private readonly Workplace _workplace = new();
    private readonly List<RunningGateway> _gateways = [];
    private readonly List<Executable> _consoles = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WeChatSimulator? _weChat;
    private string? _signedIn;

    /// <summary>Gets where screenshots are kept.</summary>
    public static string Pictures { get; } = Path.Combine(Repository.Root, "artifacts", "console");

    /// <summary>Gets the addresses of both consoles.</summary>
    public IReadOnlyList<Uri> Consoles { get; private set; } = [];

    /// <summary>Gets the third gateway, which a test may end.</summary>
    public RunningGateway LastGateway => _gateways[^1];

    /// <summary>Gets what the consoles printed, without links.</summary>
    public string Said => string.Join(Environment.NewLine, _consoles.Select(console => Link().Replace(console.Output, "…")));

    public async ValueTask InitializeAsync()
    {
        try
        {
            var cancelled = TestContext.Current.CancellationToken;
            Directory.CreateDirectory(Pictures);
            var browser = LaunchAsync();
            _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancelled);
            for (var index = 0; index < 3; index++)
            {
                _gateways.Add(await RunningGateway.StartAsync(Settings(), cancelled));
            }

            Consoles = [StartConsole(), StartConsole()];
            await FillAsync(cancelled);
            await browser;
            await SignInAsync(await LinkAsync(cancelled));
        }
        catch
        {
            // Nobody disposes of what never came up, and processes would outlive the tests.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a browser of somebody who has signed in.</summary>
    public Task<IBrowserContext> OpenAsync(string language, ColorScheme colors, int width, bool isSignedIn = true)
        => _browser!.OpenAsync(new()
        {
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            ColorScheme = colors,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            StorageState = isSignedIn ? _signedIn : null,
        });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        foreach (var console in _consoles)
        {
            await console.DisposeAsync();
        }

        foreach (var gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }

        if (_weChat is not null)
        {
            await _weChat.DisposeAsync();
        }

        _workplace.Dispose();
    }

    private async Task LaunchAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.FindExecutable(), Args = ["--no-sandbox", "--disable-gpu"] });
    }

    private Dictionary<string, string?> Settings()
    {
        const string Services = "Gateway:Services";
        return new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = _weChat!.Address.AbsoluteUri,
            ["Gateway:Records:Keep"] = "1.00:00:00",
            [$"{Services}:mini:Kind"] = "MiniProgram",
            [$"{Services}:mini:AppId"] = Mini,
            [$"{Services}:mini:AppSecret"] = "mini-secret",
            [$"{Services}:mini:Token"] = "mini-token",
            [$"{Services}:mini:MessagePath"] = "/mini",
            [$"{Services}:mini:Login:Backend"] = "http://127.0.0.1:9",
            [$"{Services}:{Platform}:Kind"] = "Platform",
            [$"{Services}:{Platform}:AppId"] = Component,
            [$"{Services}:{Platform}:AppSecret"] = "component-secret",
            [$"{Services}:{Platform}:Token"] = "token",
            [$"{Services}:{Platform}:EncodingAesKey"] = AesKey,
            [$"{Services}:{Platform}:AuthEventPath"] = "/wx/saas/event",
            [$"{Services}:{Platform}:MessagePath"] = "/wx/saas/{appid}/message",
            [$"{Services}:{Platform}:StartTicketPush"] = "Never",
            ["Gateway:Backends:crm"] = "http://127.0.0.1:9",
            [$"{Services}:{Platform}:Rules:0:Name"] = "archive",
            [$"{Services}:{Platform}:Rules:0:When:MsgType"] = "text",
            [$"{Services}:{Platform}:Rules:0:To:Backend"] = "crm",
            [$"{Services}:{Platform}:Rules:0:Mode"] = "Copy",
        };
    }

    private Uri StartConsole()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var environment = new Dictionary<string, string>
        {
            ["CONSOLE_DATA_DIR"] = _workplace.Folder,
            ["Console__Urls"] = address.AbsoluteUri,
        };
        foreach (var (index, gateway) in _gateways.Index())
        {
            environment[$"Console__Gateways__{index}__Url"] = gateway.InternalAddress.AbsoluteUri;
        }

        _consoles.Add(Executable.Start("Console", _workplace.Folder, environment));
        return address;
    }

    // Something of everything: a push, people, messages to them, and an account in a platform's care.
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var gateway = _gateways[0];
        _weChat!.AddAccount(new SimulatedAccount { AppId = Shop, Name = "海风书店", OriginalId = "gh_shop" });
        _weChat.AddAccount(new SimulatedAccount
        {
            AppId = Mini,
            AppSecret = "mini-secret",
            Name = "海风小程序",
            OriginalId = "gh_mini",
            Kind = AccountKind.MiniProgram,
            Token = "mini-token",
            GatewayUrl = new Uri(gateway.Address, "/mini"),
            NoticeTemplates = [new NoticeTemplate("book-has-come", "书名：{{thing1.DATA}}")],
        });
        _weChat.AddPlatform(new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "token",
            EncodingAesKey = AesKey,
            Templates = [new CodeTemplate { Id = 12, UserVersion = "3.2.0" }],
            EventUrl = new Uri(gateway.Address, "/wx/saas/event"),
            MessageUrl = new Uri($"{gateway.Address}wx/saas/$APPID$/message"),
        });
        await Eventually.HoldsAsync(() => _weChat.Platforms.Events.Newest.Count > 0, "the ticket was pushed", cancellationToken);
        await _weChat.Platforms.AuthorizeAsync(Component, Shop, new AuthorizationOptions(), cancellationToken);
        await _weChat.PushAsync(Shop, PushedMessage.Text("hi 😀"), cancellationToken);
        await _weChat.PushAsync(Mini, PushedMessage.Text("<b>你好</b>"), cancellationToken);
        using var phone = new HttpClient { BaseAddress = gateway.Address };
        foreach (var user in new[] { "o-ada", "o-bai" })
        {
            using var login = await SendAsync(phone, "/login", null, new { code = _weChat.Phones.Login(Mini, user) }, cancellationToken);
            var token = login.RootElement.GetProperty("data").GetProperty("token").GetString();
            using var named = await SendAsync(phone, "/credentials", token, new { nickname = HostileName }, cancellationToken);
            using var waits = await SendAsync(phone, "/notify", token, Notice($"{DateTimeOffset.UtcNow.AddDays(30):O}"), cancellationToken);
            using var fails = await SendAsync(phone, "/notify", token, Notice(null), cancellationToken);
        }

        static object Notice(string? at) => new
        {
            template_id = "book-has-come",
            data = new { thing1 = new { value = "<b>下雨了</b>" } },
            active_at = at ?? "2020-01-01 08:00:00",
        };
    }

    private static async Task<JsonDocument> SendAsync(
        HttpClient phone, string path, string? token, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("User-App", Mini);
        if (token is not null)
        {
            request.Headers.Add("User-Token", token);
        }

        using var answer = await phone.SendAsync(request, cancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<Uri> LinkAsync(CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(
            () => _consoles.All(console => Link().IsMatch(console.Output) || console.HasExited), "the consoles printed links",
            cancellationToken, TimeSpan.FromMinutes(1));
        var link = Link().Match(_consoles[0].Output);
        return link.Success ? new Uri(link.Value)
            : throw new InvalidOperationException($"The console printed no link: {_consoles[0].Output}");
    }

    private async Task SignInAsync(Uri link)
    {
        await using var browser = await OpenAsync("en-US", ColorScheme.Light, 1280, isSignedIn: false);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.AbsoluteUri);
        await page.FillAsync("#name", "ada");
        await page.FillAsync("#password", Password);
        await page.FillAsync("#again", Password);
        await page.ClickAsync("button[type=submit]");
        await page.ClickAsync("a.button");
        await page.FillAsync("#name", "ada");
        await page.FillAsync("#password", Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("h1.page-title");
        _signedIn = await browser.StorageStateAsync();
    }

    [GeneratedRegex(@"http://\S+/link/first#[0-9a-f]+")]
    private static partial Regex Link();
}
