using System.Diagnostics;

namespace WxYarpGateway.Load.Growth;

/// <summary>A gateway with so many services, and what was measured of it.</summary>
internal sealed class Grown : IAsyncDisposable
{
    private readonly GatewayFile _file;
    private readonly Child _process;

    private Grown(Case measured, GatewayFile file, Child process)
    {
        Case = measured;
        _file = file;
        _process = process;
    }

    public Case Case { get; }

    public int Port => _process.Port;

    public List<Measurement> Rounds { get; } = [];

    /// <summary>Gets the memory it holds now, in MiB.</summary>
    public double Mebibytes => _process.Usage.ResidentMebibytes;

    public static async Task<Grown> StartAsync(
        Workshop workshop, Build build, int services, IReadOnlyDictionary<string, string> runtime, CancellationToken cancellationToken)
    {
        var measured = Cases.WithServices(services);
        var file = new GatewayFile(workshop, measured, $"{workshop.Nginx}/json");
        return new Grown(measured, file, await Gateways.StartGatewayAsync(workshop, build, file, runtime, cancellationToken));
    }

    public Task<Measurement> DriveAsync(Workshop workshop, int seed, TimeSpan time, CancellationToken cancellationToken)
        => Wrk.DriveAsync(workshop, Case, Target.Of(_process), Case.Path, seed, time, cancellationToken);

    /// <summary>Edits the file; returns the seconds until the last of the services in it answers, without end when it does not.</summary>
    public async Task<double> ReloadAsync(Pusher pusher, IReadOnlyList<string> suffixes, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        _file.Write(suffixes);
        try
        {
            await pusher.PushUntilAnsweredAsync(_process.Port, suffixes[^1], cancellationToken);
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        catch (TimeoutException)
        {
            // A result too, and no reason to lose the others.
            return double.PositiveInfinity;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
