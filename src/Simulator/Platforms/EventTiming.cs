namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Lists when the event of an authorization is pushed.</summary>
public enum EventTiming
{
    /// <summary>After the browser was sent back.</summary>
    AfterRedirect,

    /// <summary>Before; the browser waits for the answer.</summary>
    BeforeRedirect,

    /// <summary>Not at all: the event is lost.</summary>
    Never,
}
