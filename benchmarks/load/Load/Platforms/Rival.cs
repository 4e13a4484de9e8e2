namespace WxYarpGateway.Load.Platforms;

/// <summary>One of those that are compared, with a load of its own.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Case">Its load.</param>
/// <param name="Process">The gateway.</param>
internal sealed record Rival(string Name, Case Case, Child Process)
{
    public List<Measurement> Rounds { get; } = [];

    public Task<Measurement> DriveAsync(Workshop workshop, int seed, TimeSpan time, CancellationToken cancellationToken)
        => Wrk.DriveAsync(workshop, Case, Target.Of(Process), Case.Path, seed, time, cancellationToken);
}
