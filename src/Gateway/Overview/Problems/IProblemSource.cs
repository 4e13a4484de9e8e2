namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>Finds what somebody has to act on, in one part of the gateway. Register it as a singleton.</summary>
internal interface IProblemSource
{
    /// <summary>Returns the problems that there are now. It reads memory only.</summary>
    IEnumerable<Problem> Find();
}
