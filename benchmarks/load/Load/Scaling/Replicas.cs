using System.Globalization;

namespace WxYarpGateway.Load.Scaling;

/// <summary>Starts so many replicas behind nginx, each on one core, with one Redis for all of them.</summary>
internal static class Replicas
{
    public static async Task<Contender> StartAsync(
        Workshop workshop, Build build, Case measured, int count, CancellationToken cancellationToken)
    {
        var started = new List<Child>();
        try
        {
            var redis = await workshop.StartRedisAsync(cancellationToken);
            started.Add(redis);
            var gateways = new List<Child>();
            for (var replica = 0; replica < count; replica++)
            {
                var file = new GatewayFile(workshop, measured, $"{workshop.Nginx}/json", redis.Port);
                var gateway = await StartOnAsync(workshop, replica % Environment.ProcessorCount, build, file, cancellationToken);
                gateways.Add(gateway);
                started.Add(gateway);
            }

            var balancer = await StartBalancerAsync(workshop, [.. gateways.Select(gateway => gateway.Port)], cancellationToken);
            started.Add(balancer);
            return new(
                count.ToString(CultureInfo.InvariantCulture), Role.Gateway, measured.Path,
                new(Target.Of(balancer).Address, [.. gateways.Select(gateway => gateway.Usage)], redis.Usage), started);
        }
        catch
        {
            foreach (var child in started)
            {
                await child.DisposeAsync();
            }

            throw;
        }
    }

    private static Task<Child> StartOnAsync(Workshop workshop, int core, Build build, GatewayFile file, CancellationToken cancellationToken)
        => Child.StartAsync(
            file.Measured, workshop.Folder, "taskset", ["--cpu-list", $"{core}", "dotnet", build.Assembly],
            JustInTime.Early.Concat(file.Environment).ToDictionary(), cancellationToken);

    private static async Task<Child> StartBalancerAsync(Workshop workshop, IReadOnlyList<int> ports, CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        var configuration = (await File.ReadAllTextAsync(
            Path.Combine(workshop.Root, "benchmarks", "load", "balancer.conf"), cancellationToken))
            .Replace("FOLDER", workshop.Folder, StringComparison.Ordinal)
            .Replace("PORT", $"{port}", StringComparison.Ordinal)
            .Replace("REPLICAS", string.Concat(ports.Select(replica => $"server 127.0.0.1:{replica};")), StringComparison.Ordinal);
        var file = Path.Combine(workshop.Folder, $"balancer-{port}.conf");
        await File.WriteAllTextAsync(file, configuration, cancellationToken);
        return await Child.StartAsync(
            port, workshop.Folder, "nginx", ["-c", file, "-p", workshop.Folder, "-g", "daemon off;"], null, cancellationToken);
    }
}
