using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>One of the gateways: always at the same addresses, in one process after the other.</summary>
internal sealed class ChaosReplica(int number, Workplace workplace, Journal journal, GatewayProgram program) : IAsyncDisposable
{
    // On a machine that builds something else as well; by itself it takes a second.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    private readonly List<ReplicaProcess> _processes = [];
    private readonly string _clock = workplace.Write($"clock-{number}", "0");

    private readonly string _data = Path.Combine(workplace.Folder, $"data-{number}");

    public int Number { get; } = number;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public Uri InternalAddress { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public string ConfigurationFile { get; } = Path.Combine(workplace.Folder, $"gateway-{number}.json");

    /// <summary>Gets the process that lives, or lived last.</summary>
    public ReplicaProcess Current => _processes[^1];

    /// <summary>Gets all processes so far.</summary>
    public IReadOnlyList<ReplicaProcess> Processes => _processes;

    public bool IsUp => _processes.Count > 0 && Current.Ended is null;

    /// <summary>Starts a process and waits until it takes pushes.</summary>
    public async Task StartAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["GATEWAY_CONFIG"] = ConfigurationFile,
            ["GATEWAY_DATA_DIR"] = _data,
            ["Gateway__Urls"] = Address.GetLeftPart(UriPartial.Authority),
            ["Gateway__InternalUrls"] = InternalAddress.GetLeftPart(UriPartial.Authority),
        };
        var process = program.Start(Number, workplace.Folder, environment, _clock);
        _processes.Add(new ReplicaProcess(Number, process, journal.Now));
        await process.PrintsAsync("Application started", CancellationToken.None, LongestStart);
        if (process.HasExited)
        {
            throw new InvalidOperationException($"Replica {Number} did not start. It printed: {process.Output}");
        }
    }

    /// <summary>Kills it, as the kernel does when memory is short.</summary>
    public async Task KillAsync()
    {
        var process = Current;
        process.WasKilled = true;
        await process.Executable.KillAsync(CancellationToken.None);
        process.Ended = journal.Now;
    }

    /// <summary>Tells it to stop, as an orchestrator does, and waits until it has.</summary>
    public async Task TerminateAsync()
    {
        await Current.Executable.TerminateAsync(CancellationToken.None);
        Current.Ended = journal.Now;
    }

    /// <summary>Sets its wall clock ahead, or back.</summary>
    public async Task SetClockAsync(TimeSpan skew)
        => await File.WriteAllTextAsync(_clock, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.Executable.DisposeAsync();
        }
    }
}
