namespace WxYarpGateway.Load;

/// <summary>Starts the gateway and bare YARP for a case.</summary>
internal static class Gateways
{
    /// <summary>Starts the gateway as it is shipped: only what the case names is configured.</summary>
    /// <returns>The process; its port is the one that the load goes to.</returns>
    public static Task<Child> StartGatewayAsync(
        Workshop workshop, GatewayFile file, IReadOnlyDictionary<string, string> runtime, CancellationToken cancellationToken)
        => workshop.StartAsync("Gateway", file.Measured, [], runtime.Concat(file.Environment).ToDictionary(), cancellationToken);

    /// <summary>Starts the gateway as it is in the container's image, compiled ahead.</summary>
    public static Task<Child> StartGatewayAheadAsync(Workshop workshop, GatewayFile file, CancellationToken cancellationToken)
        => workshop.StartAheadAsync(file.Measured, file.Environment, cancellationToken);

    public static Task<Child> StartBareAsync(
        Workshop workshop, string backend, IReadOnlyDictionary<string, string> runtime, CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        return workshop.StartAsync("Peers", port, ["bare", $"http://127.0.0.1:{port}", backend], runtime, cancellationToken);
    }

    public static Task<Child> StartSlowBackendAsync(Workshop workshop, TimeSpan takes, CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        return workshop.StartAsync(
            "Peers", port, ["slow", $"http://127.0.0.1:{port}", $"{takes.TotalMilliseconds:0}"], JustInTime.AsShipped, cancellationToken);
    }
}
