using System.Diagnostics;
using System.Net.Sockets;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Testing.Processes;

/// <summary>nginx with the configuration of the deployment, in front of replicas on this machine.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private readonly Process _process;

    private Nginx(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it. Directives of the caller's are put into the location that passes requests on.</summary>
    public static async Task<Nginx> StartAsync(
        Workplace workplace, IReadOnlyList<Uri> replicas, CancellationToken cancellationToken, string directives = "")
    {
        var port = FreePort.Next();
        var configuration = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "nginx.conf"), cancellationToken);
        for (var replica = 1; replica <= replicas.Count; replica++)
        {
            configuration = configuration.Replace(
                $"server gateway-{replica}:7080", $"server {replicas[replica - 1].Authority}", StringComparison.Ordinal);
        }

        configuration = configuration
            .Replace("location / {", "location / { " + directives, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
            .Replace("worker_rlimit_nofile 65536;", $"pid {workplace.Folder}/nginx.pid; error_log {workplace.Folder}/error.log;",
                StringComparison.Ordinal);
        var file = workplace.Write("nginx.conf", configuration);
        var start = new ProcessStartInfo(
            "nginx", ["-c", file, "-p", workplace.Folder, "-g", "daemon off;"])
        { RedirectStandardError = true };
        var nginx = new Nginx(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        await Eventually.HoldsAsync(() => IsListeningAsync(port, cancellationToken), "nginx listened", cancellationToken);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await stop.WaitForExitAsync();
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
