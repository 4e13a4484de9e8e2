using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.PostgreSql;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>
/// A simulated WeChat, three gateways on one Redis and one PostgreSQL, and two consoles as processes on the same PostgreSQL; one browser,
/// in which the first admin signs in with the one-time link.
/// </summary>
public sealed partial class ConsoleStage : IAsyncLifetime
{
    public const string Admin = "ada";
    public const string Password = "correct horse battery";

    private const string Anywhere = "http://127.0.0.1:0";

    private readonly Workplace _workplace = new();
    private readonly SharedPostgreSql _postgreSql = new();
    private readonly SharedRedis _redis = new();
    private readonly List<RunningGateway> _gateways = [];
    private readonly List<Executable> _consoles = [];
    private readonly List<(Uri Public, Uri Internal)> _addresses = [];
    private readonly string _key = Convert.ToBase64String(new byte[32]);
    private readonly string _prefix = SharedRedis.NewPrefix();
    private string _database = "";
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WeChatSimulator? _weChat;
    private string? _signedIn;

    /// <summary>Gets where screenshots are kept.</summary>
    public static string Pictures { get; } = Path.Combine(Repository.Root, "artifacts", "console");

    /// <summary>Gets the addresses of both consoles.</summary>
    public IReadOnlyList<Uri> Consoles { get; private set; } = [];

    /// <summary>Gets the gateways' names, as consoles write them.</summary>
    public IReadOnlyList<string> Gateways => [.. _addresses.Select(address => address.Internal.Authority)];

    /// <summary>Gets the public address of the second gateway.</summary>
    public Uri SecondGateway => _addresses[1].Public;

    /// <summary>Gets what consoles show.</summary>
    internal Scenery Scenery { get; private set; } = null!;

    /// <summary>Gets what the consoles printed, without links.</summary>
    public string Said => string.Join(Environment.NewLine, _consoles.Select(console => Link().Replace(console.Output, "…")));

    public async ValueTask InitializeAsync()
    {
        try
        {
            var cancelled = TestContext.Current.CancellationToken;
            Directory.CreateDirectory(Pictures);
            var browser = LaunchAsync();
            await Task.WhenAll(_postgreSql.InitializeAsync().AsTask(), _redis.InitializeAsync().AsTask());
            _database = await _postgreSql.CreateAsync(cancelled);
            _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancelled);
            await AddGatewayAsync(cancelled);
            Scenery = new Scenery(_weChat, _addresses[0].Public, _addresses[0].Internal);
            await Scenery.PopulateAsync(cancelled);
            await AddGatewayAsync(cancelled);
            await AddGatewayAsync(cancelled);
            Consoles = [StartConsole(), StartConsole()];
            await Scenery.FillAsync(cancelled);
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

    /// <summary>Opens a browser of somebody who has signed in at the first console.</summary>
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

    /// <summary>Ends a gateway at once: whoever is connected is cut off.</summary>
    public ValueTask EndGatewayAsync(int index) => _gateways[index].DisposeAsync();

    /// <summary>Starts a gateway in the place of an ended one.</summary>
    public async Task ReplaceGatewayAsync(int index, CancellationToken cancellationToken)
        => _gateways[index] = await StartGatewayAsync(_addresses[index], cancellationToken);

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

        await _redis.DisposeAsync();
        await _postgreSql.DisposeAsync();
        _workplace.Dispose();
    }

    private async Task AddGatewayAsync(CancellationToken cancellationToken)
    {
        var gateway = await StartGatewayAsync(null, cancellationToken);
        _gateways.Add(gateway);
        _addresses.Add((gateway.Address, gateway.InternalAddress));
    }

    private static Uri Free() => new($"http://127.0.0.1:{FreePort.Next()}");

    private async Task LaunchAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.FindExecutable(), Args = ["--no-sandbox", "--disable-gpu"] });
    }

    // All of them have the same configuration until one is replaced.
    private Task<RunningGateway> StartGatewayAsync((Uri Public, Uri Internal)? addresses, CancellationToken cancellationToken)
        => RunningGateway.StartAsync(
            new Dictionary<string, string?>(Scenery.Services)
            {
                ["Gateway:Urls"] = addresses?.Public.AbsoluteUri ?? Anywhere,
                ["Gateway:InternalUrls"] = addresses?.Internal.AbsoluteUri ?? Anywhere,
                ["Gateway:WeChat:ApiUrl"] = _weChat!.Address.AbsoluteUri,
                ["Gateway:Store:Kind"] = "Redis",
                ["Gateway:Store:Redis"] = _redis.ConnectionString,
                ["Gateway:Store:KeyPrefix"] = _prefix,
                ["Gateway:Database:Kind"] = "PostgreSql",
                ["Gateway:Database:Connection"] = _database,
                ["Gateway:Database:Key"] = _key,
                ["Gateway:Records:Keep"] = "1.00:00:00",
            },
            cancellationToken);

    private Uri StartConsole()
    {
        var address = Free();
        var environment = new Dictionary<string, string>
        {
            ["CONSOLE_DATA_DIR"] = _workplace.Folder,
            ["Console__Urls"] = address.AbsoluteUri,
            ["Console__Database__Kind"] = "PostgreSql",
            ["Console__Database__Connection"] = _database,
            ["Console__Database__Key"] = _key,
        };
        foreach (var (index, gateway) in _addresses.Index())
        {
            environment[$"Console__Gateways__{index}__Url"] = gateway.Internal.AbsoluteUri;
        }

        _consoles.Add(Executable.Start("Console", _workplace.Folder, environment));
        return address;
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
        await page.SetPasswordAsync(link, Admin, Password);
        await page.SignInAsync(new Uri(Consoles[0], "/sign-in"), Admin, Password);
        _signedIn = await browser.StorageStateAsync();
    }

    [GeneratedRegex(@"http://\S+/link/first#[0-9a-f]+")]
    private static partial Regex Link();
}
