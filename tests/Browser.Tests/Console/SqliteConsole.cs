using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>
/// A console as its own process with SQLite, a gateway with SQLite and one that is away, and a browser in which the first admin has signed
/// in.
/// </summary>
public sealed partial class SqliteConsole : IAsyncLifetime
{
    private readonly Workplace _workplace = new();
    private RunningGateway? _gateway;
    private Executable? _console;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _signedIn;

    /// <summary>Gets the console's address.</summary>
    public Uri Url { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await BeginAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a tab of somebody's, on a dark desktop.</summary>
    public async Task<IPage> OpenAsync(bool isSignedIn = true)
    {
        var context = await _browser!.OpenAsync(new()
        {
            Locale = "en",
            ViewportSize = new() { Width = 1280, Height = 800 },
            ColorScheme = ColorScheme.Dark,
            StorageState = isSignedIn ? _signedIn : null,
        });
        return await context.NewPageAsync();
    }

    /// <summary>Runs a verb on the console's database.</summary>
    public async Task RunAsync(CancellationToken cancellationToken, params string[] words)
    {
        await using var verb = Executable.Start("Console", _workplace.Folder, new Dictionary<string, string>(), words);
        await verb.ExitAsync(cancellationToken);
        Assert.Equal(0, verb.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        _workplace.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _gateway = await RunningGateway.StartAsync(
            new Dictionary<string, string?>
            {
                ["Gateway:Records:Keep"] = "1.00:00:00",
                ["Gateway:Services:shop:AppId"] = "wxshop000000000001",
                ["Gateway:Services:shop:Token"] = "token",
                ["Gateway:Services:shop:MessagePath"] = "/shop",
            },
            cancellationToken);

        // Nobody listens at the second address: it is shown as away.
        _console = Executable.Start(
            "Console",
            _workplace.Folder,
            new Dictionary<string, string>(),
            "--Console:Urls=http://127.0.0.1:0",
            $"--Console:Gateways:0:Url={_gateway.InternalAddress}",
            "--Console:Gateways:1:Url=http://127.0.0.1:1");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.FindExecutable(), Args = ["--no-sandbox", "--disable-gpu"] });
        await _console.PrintsAsync("/link/first#", cancellationToken);
        Url = new Uri(Listening().Match(_console.Output).Groups[1].Value);
        var page = await OpenAsync(isSignedIn: false);
        await page.SetPasswordAsync(
            new Uri(Url, $"/link/first#{Code().Match(_console.Output).Groups[1].Value}"), ConsoleStage.Admin, ConsoleStage.Password);
        await page.SignInAsync(new Uri(Url, "/sign-in"), ConsoleStage.Admin, ConsoleStage.Password);
        _signedIn = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
    }

    [GeneratedRegex(@"The console listens on (http://[\d.]+:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex("/link/first#([0-9a-f]+)")]
    private static partial Regex Code();
}
