namespace WxYarpGateway.Simulator.ReleaseChecks;

/// <summary>Lists the verdicts of one step of the release check.</summary>
public enum StepVerdict
{
    /// <summary>WeChat would accept it.</summary>
    Passed,

    /// <summary>WeChat would refuse the release.</summary>
    Failed,

    /// <summary>It failed, but today's page no longer lists the step.</summary>
    Optional,
}
