namespace WxYarpGateway.Simulator.Code.Releases;

/// <summary>Lists the states of a gray release, with WeChat's numbers.</summary>
public enum GrayStatus
{
    /// <summary>It has not begun.</summary>
    None = 0,

    /// <summary>It is under way.</summary>
    Running = 1,

    /// <summary>It is paused.</summary>
    Paused = 2,

    /// <summary>Everybody has the version.</summary>
    Finished = 3,

    /// <summary>It was ended, and nobody has the version.</summary>
    Deleted = 4,
}
