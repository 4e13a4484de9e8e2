using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;
using Xunit;

namespace WxYarpGateway.Testing.Redis;

/// <summary>A Redis Cluster of three masters, each with a third of the slots.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    private const int Nodes = 3;

    private readonly List<RedisServer> _nodes = [];

    /// <summary>The connection string, as a gateway is configured with: some of the nodes, which name the others.</summary>
    public string ConnectionString => $"{_nodes[0].ConnectionString},{_nodes[1].ConnectionString}";

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        for (var number = 0; number < Nodes; number++)
        {
            var bus = FreePort.Next().ToString(CultureInfo.InvariantCulture);
            _nodes.Add(await RedisServer.StartWithAsync(cancellationToken, "--cluster-enabled", "yes", "--cluster-port", bus));
        }

        string[] arguments = ["--cluster", "create", .. _nodes.Select(node => node.ConnectionString), "--cluster-yes"];
        using var create = Process.Start(new ProcessStartInfo("redis-cli", arguments) { RedirectStandardOutput = true })!;
        var printed = await create.StandardOutput.ReadToEndAsync(cancellationToken);
        await create.WaitForExitAsync(cancellationToken);
        if (create.ExitCode != 0)
        {
            throw new InvalidOperationException($"The nodes became no cluster: {printed}");
        }

        await Eventually.HoldsAsync(AllAgreeAsync, "all nodes know the cluster", cancellationToken);
    }

    /// <summary>Returns how many keys each node has.</summary>
    public async Task<long[]> CountKeysAsync()
        => await Task.WhenAll(_nodes.Select(async node =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(node.ConnectionString);
            return await connection.GetServer(node.ConnectionString).DatabaseSizeAsync();
        }));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<bool> AllAgreeAsync()
    {
        foreach (var node in _nodes)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(node.ConnectionString + ",allowAdmin=true");
            var info = (string)(await connection.GetServer(node.ConnectionString).ExecuteAsync("CLUSTER", "INFO"))!;
            if (!info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains("cluster_size:3", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
