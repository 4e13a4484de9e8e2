using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace WxYarpGateway.Demo;

/// <summary>The dashboard in which traces are seen: a process of its own, fetched when it is started for the first time.</summary>
internal sealed class TraceViewer : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly int _port;
    private readonly int _otlpPort;

    private TraceViewer(Process process, int port, int otlpPort)
    {
        _process = process;
        _port = port;
        _otlpPort = otlpPort;
    }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/traces"));

    /// <summary>
    /// Gets the gateway's settings with which it sends its telemetry to the dashboard, soon enough for somebody who looks at once.
    /// </summary>
    public string[] Settings =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{_otlpPort}"),
        "--OTEL_BSP_SCHEDULE_DELAY=200",
        "--Logging:OpenTelemetry:LogLevel:WxYarpGateway=Information",
    ];

    public Uri AddressOf(string trace) => new(Address, $"traces/detail/{trace}");

    /// <summary>Starts the dashboard; returns <see langword="null"/> after a sentence about the reason when there can be none.</summary>
    public static async Task<TraceViewer?> StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync(
                "The demo fetches its trace viewer on Linux only. "
                + "Start any program that takes OTLP, set OTEL_EXPORTER_OTLP_ENDPOINT to its address, and run the demo without --traces.");
            return null;
        }

        var (port, otlpPort) = (FreePort.Next(18888), FreePort.Next(18889));
        var script = Path.Combine(AppContext.BaseDirectory, "dashboard.sh");
        string[] command = [script, port.ToString(CultureInfo.InvariantCulture), otlpPort.ToString(CultureInfo.InvariantCulture)];

        // The dashboard's own log stays away from the screen. What the script has to say goes there.
        var start = new ProcessStartInfo("bash", command) { RedirectStandardOutput = true };
        var viewer = new TraceViewer(Process.Start(start)!, port, otlpPort);
        viewer._process.BeginOutputReadLine();
        if (await viewer.IsListeningAsync(cancellationToken))
        {
            return viewer;
        }

        await viewer.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            if (!_process.HasExited)
            {
                // .NET has no gentle end for a process. The script takes its program down with it.
                using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
                await _process.WaitForExitAsync().WaitAsync(StopWithin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _process.Kill(entireProcessTree: true);
            }
        }
    }

    private async Task<bool> IsListeningAsync(CancellationToken cancellationToken)
    {
        while (!_process.HasExited)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", _port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }

        return false;
    }
}
