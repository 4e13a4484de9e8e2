using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>A console as its own process, and a browser with which somebody has made the first admin and signed in.</summary>
internal sealed partial class ConsolePages : IAsyncDisposable
{
    private const string Password = "correct horse battery";

    private readonly Workplace _workplace = new();
    private readonly List<string> _errors = [];
    private Executable _console = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private ConsolePages()
    {
    }

    /// <summary>Gets the page.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>Gets what the browser complained about, such as something that the content policy forbids.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Gets the console's address.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Starts both, and signs in.</summary>
    public static async Task<ConsolePages> StartAsync(BrowserNewContextOptions options, CancellationToken cancellationToken)
    {
        var pages = new ConsolePages();
        try
        {
            await pages.BeginAsync(options, cancellationToken);
            return pages;
        }
        catch
        {
            await pages.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and waits for its heading.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(new Uri(Url, path).AbsoluteUri);
        await Page.Locator("h1").WaitForAsync();
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

        _workplace.Dispose();
    }

    private async Task BeginAsync(BrowserNewContextOptions options, CancellationToken cancellationToken)
    {
        // No gateway listens there: it is shown as away.
        _console = Executable.Start(
            "Console",
            _workplace.Folder,
            new Dictionary<string, string>(),
            "--Console:Urls=http://127.0.0.1:0",
            "--Console:Gateways:0:Url=http://127.0.0.1:1");
        await _console.PrintsAsync("/link/first#", cancellationToken);
        Url = new Uri(Listening().Match(_console.Output).Groups[1].Value);
        var code = Code().Match(_console.Output).Groups[1].Value;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.FindExecutable(), Args = ["--no-sandbox", "--disable-gpu"] });
        Page = await (await _browser.OpenAsync(options)).NewPageAsync();
        Page.PageError += (_, error) => _errors.Add(error);
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _errors.Add(message.Text);
            }
        };

        await Page.GotoAsync(new Uri(Url, $"/link/first#{code}").AbsoluteUri);
        await Page.FillAsync("#name", "root");
        await Page.FillAsync("#password", Password);
        await Page.FillAsync("#again", Password);
        await Page.ClickAsync("main button[type=submit]");
        await Page.ClickAsync("a.button");
        await Page.FillAsync("#name", "root");
        await Page.FillAsync("#password", Password);
        await Page.ClickAsync("main button[type=submit]");
        await Page.Locator("header").WaitForAsync();
    }

    [GeneratedRegex(@"The console listens on (http://[\d.]+:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex("/link/first#([0-9a-f]+)")]
    private static partial Regex Code();
}
