namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Says whether the gateway asks WeChat to push tickets (<c>api_start_push_ticket</c>).</summary>
public enum TicketPushStart
{
    /// <summary>When there is no ticket, or none came for 25 minutes; at most once an hour. Asking is harmless when all is well.</summary>
    Auto,

    /// <summary>Never: somebody does it by hand.</summary>
    Never,
}
