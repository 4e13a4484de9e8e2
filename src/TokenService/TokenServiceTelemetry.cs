namespace WxYarpGateway.TokenService;

/// <summary>Names what a host subscribes to in order to see tokens and API calls.</summary>
public static class TokenServiceTelemetry
{
    /// <summary>The name of the meter with <c>wxgateway.tokens.renewals</c> and <c>wxgateway.wechatapi.calls</c>.</summary>
    public const string MeterName = "WxYarpGateway.TokenService";
}
