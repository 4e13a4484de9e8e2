namespace WxYarpGateway.Simulator.Code;

/// <summary>Counts what WeChat did for a mini program's code; refused calls do not count.</summary>
public sealed record ProgramCounts
{
    /// <summary>Gets the number of commits.</summary>
    public int Commits { get; internal set; }

    /// <summary>Gets the number of audits that were submitted.</summary>
    public int Submissions { get; internal set; }

    /// <summary>Gets the number of audits that were withdrawn.</summary>
    public int Undos { get; internal set; }

    /// <summary>Gets the number of audits that were sped up.</summary>
    public int SpeedUps { get; internal set; }

    /// <summary>Gets the number of releases.</summary>
    public int Releases { get; internal set; }

    /// <summary>Gets how often a gray release began or was raised.</summary>
    public int GrayReleases { get; internal set; }

    /// <summary>Gets the number of roll-backs.</summary>
    public int RollBacks { get; internal set; }
}
