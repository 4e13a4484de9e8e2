namespace WxYarpGateway.TokenService;

/// <summary>Names what a host subscribes to in order to see tokens, API calls and the store.</summary>
public static class TokenServiceTelemetry
{
    /// <summary>
    /// The name of the meter with <c>wxgateway.tokens.…</c>, <c>wxgateway.wechatapi.calls</c>, <c>wxgateway.leases.wait</c> and
    /// <c>wxgateway.store.available</c>.
    /// </summary>
    public const string MeterName = "WxYarpGateway.TokenService";

    /// <summary>The name of the source of spans: one for each renewal of a token, one for each call of WeChat's API.</summary>
    public const string ActivitySourceName = "WxYarpGateway.TokenService";
}
