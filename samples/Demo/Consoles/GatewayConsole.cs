using System.Diagnostics;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Demo.Consoles;

/// <summary>The gateway's console: a process of its own, with its accounts in a folder that ends with the demo.</summary>
internal sealed partial class GatewayConsole : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListenWithin = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wxyarpgateway-demo-console-");
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private bool _isStarted;

    /// <summary>Prepares the console of a gateway.</summary>
    /// <param name="gateway">The gateway's internal address.</param>
    public GatewayConsole(Uri gateway)
    {
        Address = new Uri(FreePort.UrlOf(7082));
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Assembly()])
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["CONSOLE_DATA_DIR"] = _folder.FullName,
                    ["Console__Urls"] = Address.AbsoluteUri,
                    ["Console__Gateways__0__Url"] = gateway.AbsoluteUri,

                    // The screen belongs to the demo.
                    ["Logging__LogLevel__Default"] = "Warning",
                },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, _) => { };
        _process.Exited += (_, _) =>
        {
            var ended = new InvalidOperationException("The console has ended.");
            _listens.TrySetException(ended);
            _link.TrySetException(ended);
        };
    }

    /// <summary>Gets its address.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, while the demo goes on.</summary>
    public void Start()
    {
        _process.Start();
        _isStarted = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Returns the link with which somebody makes the first admin.</summary>
    public async Task<Uri> LinkAsync(CancellationToken cancellationToken)
        => new(await _link.Task.WaitAsync(ListenWithin, cancellationToken));

    /// <summary>Returns in one line whether it lets people sign in.</summary>
    public async Task<(bool IsRight, string Words)> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _listens.Task.WaitAsync(ListenWithin, cancellationToken);
            using var browser = new HttpClient();
            using var page = await browser.GetAsync(new Uri(Address, "/sign-in"), cancellationToken);
            return page.IsSuccessStatusCode
                ? (true, $"the console answers at {Address}")
                : (false, $"the console at {Address} answers {(int)page.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or InvalidOperationException)
        {
            return (false, $"the console at {Address} does not answer: {exception.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            if (_isStarted && !_process.HasExited)
            {
                // .NET has no gentle end for a process.
                using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
                await _process.WaitForExitAsync().WaitAsync(StopWithin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        // Nobody may be left waiting for it, or surprised by what came of it.
        _ = _listens.TrySetCanceled() || _listens.Task.Exception is null;
        _ = _link.TrySetCanceled() || _link.Task.Exception is null;
        _folder.Delete(recursive: true);
    }

    // …/artifacts/bin/Demo/debug/ → …/artifacts/bin/Console/debug/
    private static string Assembly()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Console", configuration, "WxYarpGateway.Console.dll"));
    }

    private void Read(string? line)
    {
        if (line is not null && line.StartsWith("The console listens", StringComparison.Ordinal))
        {
            _listens.TrySetResult();
        }

        if (line is not null && Link().Match(line) is { Success: true } link)
        {
            _link.TrySetResult(link.Value);
        }
    }

    [GeneratedRegex(@"^http://\S+/link/first#[0-9a-f]+$")]
    private static partial Regex Link();
}
