using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Holds the state of the configuration: the revision in force, and the errors of the last refused reload.</summary>
public sealed class ConfigurationState
{
    private volatile Snapshot _snapshot = new("", null, [], []);

    /// <summary>
    /// Gets the revision in force. It is equal on all replicas with the same configuration; secrets and the
    /// addresses where each listens have no part in it. It is empty
    /// before the first one is in force.
    /// </summary>
    public string Revision => _snapshot.Revision;

    /// <summary>Gets when it was put in force.</summary>
    public DateTimeOffset? AppliedAt => _snapshot.AppliedAt;

    /// <summary>Gets the errors of the last reload, if it was refused; empty otherwise.</summary>
    public IReadOnlyList<ConfigurationError> LastErrors => _snapshot.LastErrors;

    /// <summary>Gets the warnings of the configuration in force.</summary>
    public IReadOnlyList<ConfigurationError> Warnings => _snapshot.Warnings;

    internal void Applied(CompiledConfiguration compiled, DateTimeOffset at)
        => _snapshot = new Snapshot(compiled.Revision, at, [], compiled.Warnings);

    internal void Refused(IReadOnlyList<ConfigurationError> errors)
    {
        var snapshot = _snapshot;
        _snapshot = new Snapshot(snapshot.Revision, snapshot.AppliedAt, errors, snapshot.Warnings);
    }

    private sealed record Snapshot(
        string Revision, DateTimeOffset? AppliedAt, IReadOnlyList<ConfigurationError> LastErrors,
            IReadOnlyList<ConfigurationError> Warnings);
}
