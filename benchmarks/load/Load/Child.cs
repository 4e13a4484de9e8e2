using System.Diagnostics;
using System.Net.Sockets;

namespace WxYarpGateway.Load;

/// <summary>A process that is measured or needed, on a port of its own.</summary>
internal sealed class Child : IAsyncDisposable
{
    // A gateway with ten thousand services has some reading to do.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private Child(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Gets what it uses.</summary>
    public ProcessUsage Usage => new(_process.Id);

    /// <summary>Starts a process that will listen on a port of this machine, and waits until it does.</summary>
    public static async Task<Child> StartAsync(
        int port, string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment,
            CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            program, arguments)
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var child = new Child(process, port);
        var printed = new Printed(process);
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (!await IsListeningAsync(port, cancellationToken))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
                {
                    throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} does not come up:\n{printed.Text}");
                }

                await Task.Delay(5, cancellationToken);
            }
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }

        return child;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
