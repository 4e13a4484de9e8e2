namespace WxYarpGateway.Platform.Platforms;

/// <summary>Whether the gateway asks WeChat to push tickets (<c>api_start_push_ticket</c>).</summary>
public enum StartTicketPush
{
    /// <summary>When there is no ticket, or none came for 25 minutes; hourly at most.</summary>
    Auto,

    /// <summary>Never: somebody else asks.</summary>
    Never,
}
