using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Web;

/// <summary>A real browser, in which every name on the web leads to one proxy of ours.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RecordingProxy? _web;

    internal RecordingProxy Web => _web!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _web = await RecordingProxy.StartAsync(hasTls: true, TestContext.Current.CancellationToken);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = FindExecutable(),
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                        "--disable-component-update", "--disable-sync",
                    $"--host-resolver-rules=MAP * 127.0.0.1:{_web.Address.Port}",
                ],
            });
        }
        catch
        {
            // Nobody disposes of what never came up, and processes would outlive the tests.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a phone with no cookies and no history.</summary>
    public Task<IBrowserContext> OpenPhoneAsync() => _browser!.OpenAsync(new()
    {
        IgnoreHTTPSErrors = true,
        ViewportSize = new() { Width = 390, Height = 780 },
        DeviceScaleFactor = 2,
        IsMobile = true,
        HasTouch = true,
        UserAgent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 " +
            "MicroMessenger/8.0.60 Language/zh_CN",
        Locale = "zh-CN",
    });

    /// <summary>Opens a browser on a desktop with no cookies and no history.</summary>
    public Task<IBrowserContext> OpenDesktopAsync() => _browser!.OpenAsync(new()
    {
        IgnoreHTTPSErrors = true,
        ViewportSize = new() { Width = 1280, Height = 800 },
        Locale = "zh-CN",
    });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }
    }

    internal static string FindExecutable()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(_ => Names, Path.Combine)
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("There is no chromium in the PATH. Install it (Debian: apt-get install chromium).");
}
