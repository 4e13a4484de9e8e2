namespace WxYarpGateway.Load;

/// <summary>Starts the gateway and bare YARP for a case.</summary>
internal static class Gateways
{
    /// <summary>Starts the gateway as it is shipped: only what the case names is configured.</summary>
    /// <returns>The process; its port is the one that the load goes to.</returns>
    public static Task<Child> StartGatewayAsync(
        Workshop workshop, Build build, GatewayFile file, IReadOnlyDictionary<string, string> runtime, CancellationToken cancellationToken)
        => workshop.StartAsync(build.Assembly, file.Measured, [], runtime.Concat(file.Environment).ToDictionary(), cancellationToken);

    public static Task<Child> StartBareAsync(
        Workshop workshop, string backend, IReadOnlyDictionary<string, string> runtime, CancellationToken cancellationToken)
        => StartBareAsync(workshop, workshop.Peers, backend, runtime, cancellationToken);

    /// <summary>Starts bare YARP from a build of Peers.</summary>
    public static Task<Child> StartBareAsync(
        Workshop workshop, string assembly, string backend, IReadOnlyDictionary<string, string> runtime,
        CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        return workshop.StartAsync(assembly, port, ["bare", $"http://127.0.0.1:{port}", backend], runtime, cancellationToken);
    }

    public static Task<Child> StartSlowBackendAsync(Workshop workshop, TimeSpan takes, CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        return workshop.StartAsync(
            workshop.Peers, port, ["slow", $"http://127.0.0.1:{port}", $"{takes.TotalMilliseconds:0}"], JustInTime.AsShipped, cancellationToken);
    }
}
