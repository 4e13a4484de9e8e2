namespace WxYarpGateway.Load;

/// <summary>Where the load goes, and the processes that do the work for it.</summary>
/// <param name="Address">The address, with nothing behind the port.</param>
/// <param name="Processes">The processes whose time and memory count: one, or the replicas behind the address.</param>
/// <param name="Redis">The Redis that only they use, if any.</param>
internal sealed record Target(Uri Address, IReadOnlyList<ProcessUsage> Processes, ProcessUsage? Redis = null)
{
    /// <summary>Gets the processor time used so far, in microseconds.</summary>
    public double CpuMicroseconds => Processes.Sum(process => process.CpuMicroseconds);

    /// <summary>Gets the memory held, in MiB.</summary>
    public double Mebibytes => Processes.Sum(process => process.ResidentMebibytes);

    /// <summary>Returns a process that we started and that listens itself.</summary>
    public static Target Of(Child child, Child? redis = null)
        => new(new Uri($"http://127.0.0.1:{child.Port}"), [child.Usage], redis?.Usage);
}
