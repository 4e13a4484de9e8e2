using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.Load;

/// <summary>Where the run takes place: the repository, a folder of its own, free ports, and the static backend that all share.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private Child? _nginx;

    private Workshop(string root) => Root = root;

    /// <summary>Gets the repository's folder.</summary>
    public string Root { get; }

    /// <summary>Gets an empty folder, gone afterwards.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("wxgw-load-").FullName;

    /// <summary>Gets the address of the static backend, which plays WeChat's API too.</summary>
    public string Nginx => $"http://127.0.0.1:{_nginx!.Port}";

    /// <summary>Gets this repository's gateway, built for release.</summary>
    public Build Gateway => new("gateway", Path.Combine(Root, "artifacts", "bin", "Gateway", "release"));

    /// <summary>Gets the same, compiled ahead as in the container's image; run.sh makes it when growth is measured.</summary>
    public Build Ahead => new("gateway compiled ahead", Path.Combine(Root, "artifacts", "publish", "Gateway", "ahead"));

    /// <summary>Gets the program that is bare YARP, or a slow backend.</summary>
    public string Peers => Path.Combine(Root, "artifacts", "bin", "Peers", "release", "WxYarpGateway.Peers.dll");

    /// <summary>Gets the same, compiled ahead.</summary>
    public string PeersAhead => Path.Combine(Root, "artifacts", "publish", "Peers", "ahead", "WxYarpGateway.Peers.dll");

    /// <summary>Gets the simulated WeChat; run.sh builds it when platforms are measured.</summary>
    public string Simulator => Path.Combine(Root, "artifacts", "bin", "Simulator", "release", "WxYarpGateway.Simulator.dll");

    public string Scripts => Path.Combine(Root, "benchmarks", "load", "scripts");

    /// <summary>Starts the static backend, on a free port unless one is given.</summary>
    public static async Task<Workshop> OpenAsync(int? backendPort, CancellationToken cancellationToken)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "WxYarpGateway.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The benchmark runs inside of the repository.");
        }

        var workshop = new Workshop(root);
        var port = backendPort ?? FreePort();

        // As long as the gateway's own ciphertext is for this reply.
        var configuration = (await File.ReadAllTextAsync(Path.Combine(root, "benchmarks", "load", "nginx.conf"), cancellationToken))
            .Replace("FOLDER", workshop.Folder, StringComparison.Ordinal)
            .Replace("PORT", $"{port}", StringComparison.Ordinal)
            .Replace("CIPHER", new string('A', 428), StringComparison.Ordinal);
        var file = Path.Combine(workshop.Folder, "nginx.conf");
        await File.WriteAllTextAsync(file, configuration, cancellationToken);
        workshop._nginx = await Child.StartAsync(
            port, workshop.Folder, "nginx", ["-c", file, "-p", workshop.Folder, "-g", "daemon off;"], null, cancellationToken);
        return workshop;
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Starts one of our programs.</summary>
    public Task<Child> StartAsync(
        string assembly, int port, string[] arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
        => Child.StartAsync(port, Folder, "dotnet", [assembly, .. arguments], environment, cancellationToken);

    /// <summary>Starts a Redis that keeps nothing on disk.</summary>
    public Task<Child> StartRedisAsync(CancellationToken cancellationToken)
    {
        var port = FreePort();
        return Child.StartAsync(port, Folder, "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], null, cancellationToken);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
