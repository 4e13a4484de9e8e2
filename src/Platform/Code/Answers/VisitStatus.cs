namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>Says whether users can open a mini program. The numbers are WeChat's.</summary>
public enum VisitStatus
{
    /// <summary>They cannot: the platform or WeChat suspended it.</summary>
    Suspended = 0,

    /// <summary>They can.</summary>
    Open = 1,
}
