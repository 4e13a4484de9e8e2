namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>Where the code of a mini program stands. What WeChat did not tell is missing, and <see cref="Errors"/> says why.</summary>
public sealed record CodeVersions
{
    /// <summary>Gets what users have; null for nothing.</summary>
    public LiveVersion? ReleaseInfo { get; init; }

    /// <summary>Gets what testers have; null for nothing.</summary>
    public TrialVersion? ExpInfo { get; init; }

    /// <summary>Gets the last audit; null for none.</summary>
    public LastAudit? Audit { get; init; }

    /// <summary>Gets whether users can open it: 1 when they can; null when nobody knows.</summary>
    public int? VisitStatus { get; init; }

    /// <summary>Gets why parts are missing.</summary>
    public IReadOnlyList<PartError> Errors { get; init; } = [];
}
