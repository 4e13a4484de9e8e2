namespace WxYarpGateway.Gateway.Overview;

/// <summary>This process among its replicas.</summary>
/// <param name="At">When it began to serve.</param>
internal sealed record ReplicaStart(DateTimeOffset At)
{
    /// <summary>Gets the machine's name and the number of the process.</summary>
    public string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}
