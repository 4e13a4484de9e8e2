using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>One life of a replica: a process, from its start to its end.</summary>
internal sealed class ReplicaProcess(int replica, Executable executable, TimeSpan began)
{
    private readonly List<long> _memory = [];

    public int Replica { get; } = replica;

    public Executable Executable { get; } = executable;

    public TimeSpan Began { get; } = began;

    public TimeSpan? Ended { get; set; }

    public bool WasKilled { get; set; }

    /// <summary>Gets its resident memory in bytes, once a second.</summary>
    public IReadOnlyList<long> Memory => _memory;

    public async Task MeasureAsync()
    {
        // "VmRSS:     98765 kB"
        try
        {
            var status = await File.ReadAllLinesAsync($"/proc/{Executable.ProcessId}/status");
            if (status.FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line)
            {
                _memory.Add(
                    1024 * long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        catch (IOException)
        {
            // It has just ended.
        }
    }
}
