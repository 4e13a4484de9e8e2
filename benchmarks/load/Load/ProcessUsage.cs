using System.Globalization;

namespace WxYarpGateway.Load;

/// <summary>What the kernel says of a running process.</summary>
/// <param name="Id">The process's id.</param>
internal readonly record struct ProcessUsage(int Id)
{
    // The kernel counts a process's time in these (sysconf(_SC_CLK_TCK)).
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>Gets the processor time used so far, of all threads, in microseconds.</summary>
    public double CpuMicroseconds
    {
        get
        {
            // "pid (name) state …": the 14th and 15th fields are user and system time.
            var stat = File.ReadAllText($"/proc/{Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(
                fields[12], CultureInfo.InvariantCulture)) * MicrosecondsPerTick;
        }
    }

    /// <summary>Gets the memory that the process holds, in MiB.</summary>
    public double ResidentMebibytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }
}
