using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Testing.Redis;

/// <summary>
/// A real redis-server on a free port, which a test can stop, start again and freeze. It keeps nothing on disk unless it is told to.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    // The server lives as long as the pipe to its shell: it ends with the tests however they end.
    private const string Keeper = "redis-server \"$@\" >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -KILL $!";

    private readonly bool _isDurable;
    private readonly IReadOnlyList<string> _settings;
    private Process? _keeper;
    private int _processId;

    private RedisServer(bool isDurable, IReadOnlyList<string> settings)
    {
        _isDurable = isDurable;
        _settings = settings;
    }

    /// <summary>Gets the port.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Gets the folder that it works in.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("redis-").FullName;

    /// <summary>The connection string, as a gateway is configured with.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a server; a durable one writes each step to disk before it answers.</summary>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken, bool isDurable = false)
    {
        var server = new RedisServer(isDurable, []);
        await server.RunAsync(cancellationToken);
        return server;
    }

    /// <summary>
    /// Starts a server with settings of the test's, in the words of redis.conf, which may keep clients out; <c>{port}</c> stands for its
    /// port.
    /// </summary>
    public static async Task<RedisServer> StartWithAsync(CancellationToken cancellationToken, params IReadOnlyList<string> settings)
    {
        var server = new RedisServer(isDurable: false, settings);
        await server.RunAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts a Sentinel that watches a master; it rewrites its configuration, a file.</summary>
    public static async Task<RedisServer> StartSentinelAsync(string configuration, CancellationToken cancellationToken)
    {
        var server = new RedisServer(isDurable: false, ["--sentinel"]);
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "sentinel.conf"), configuration, cancellationToken);
        await server.RunAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts the server again, on the same port, and empty unless it is durable.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { "-c", Keeper, "redis" },
        };
        string[] arguments = _settings is ["--sentinel"]
            ? [Path.Combine(Folder, "sentinel.conf"), "--sentinel", "--port", port, "--bind", "127.0.0.1", "--dir", Folder]
            :
            [
                "--port", port, "--bind", "127.0.0.1", "--dir", Folder, "--save", "",
                "--appendonly", _isDurable ? "yes" : "no", "--appendfsync", "always",
                .. _settings.Select(setting => setting.Replace("{port}", port, StringComparison.Ordinal)),
            ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _keeper = Process.Start(start)!;
        _processId = int.Parse((await _keeper.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
        await Eventually.HoldsAsync(IsThereAsync, "redis-server answered (is it installed?)", cancellationToken);
    }

    /// <summary>Kills the server; what it held is gone unless it is durable.</summary>
    public async Task StopAsync()
    {
        if (_keeper is { } keeper)
        {
            _keeper = null;
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync();
            keeper.Dispose();
        }
    }

    /// <summary>Freezes the server: connections stay, nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets a frozen server go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Deletes all keys.</summary>
    public Task EmptyAsync() => TellAsync("FLUSHALL");

    /// <summary>Lets the server take no more data, as when its memory is full; it still answers questions.</summary>
    public Task FillAsync() => TellAsync("CONFIG", "SET", "maxmemory", "1");

    /// <summary>Lets a full server take data again.</summary>
    public Task MakeRoomAsync() => TellAsync("CONFIG", "SET", "maxmemory", "0");

    /// <summary>Makes the server a replica of a master that is away: it takes no writes.</summary>
    public Task DemoteAsync() => TellAsync("REPLICAOF", "127.0.0.1", "1");

    /// <summary>Makes the server a master again.</summary>
    public Task PromoteAsync() => TellAsync("REPLICAOF", "NO", "ONE");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task TellAsync(string command, params string[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        await connection.GetServer(ConnectionString).ExecuteAsync(command, arguments);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            if (_settings.Contains("--tls-port"))
            {
                // Only a client with its certificates can say more.
                return true;
            }

            await socket.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            var length = await socket.GetStream().ReadAsync(answer);
            return answer.AsSpan(0, length).StartsWith("+PONG"u8) || answer.AsSpan(0, length).StartsWith("-NOAUTH"u8);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return false;
        }
    }
}
