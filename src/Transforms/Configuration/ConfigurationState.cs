namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Tells which configuration is in force, and what is wrong with the one that was offered last.</summary>
public sealed class ConfigurationState
{
    private volatile Snapshot _snapshot = new("", null, [], []);

    /// <summary>Gets what identifies the configuration in force, equal on all replicas that have the same; secrets have no part in it. Empty before the first is in force.</summary>
    public string Revision => _snapshot.Revision;

    /// <summary>Gets the moment since which it is in force.</summary>
    public DateTimeOffset? AppliedAt => _snapshot.AppliedAt;

    /// <summary>Gets the errors for which the configuration offered last was not put in force; empty when it was.</summary>
    public IReadOnlyList<ConfigurationError> LastErrors => _snapshot.LastErrors;

    /// <summary>Gets what is worth a warning in the configuration in force.</summary>
    public IReadOnlyList<ConfigurationError> Warnings => _snapshot.Warnings;

    internal void Applied(CompiledConfiguration compiled, DateTimeOffset at)
        => _snapshot = new Snapshot(compiled.Revision, at, [], compiled.Warnings);

    internal void Refused(IReadOnlyList<ConfigurationError> errors)
    {
        var snapshot = _snapshot;
        _snapshot = new Snapshot(snapshot.Revision, snapshot.AppliedAt, errors, snapshot.Warnings);
    }

    private sealed record Snapshot(
        string Revision, DateTimeOffset? AppliedAt, IReadOnlyList<ConfigurationError> LastErrors, IReadOnlyList<ConfigurationError> Warnings);
}
