using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.WeChatApi;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.WeChatApi;

/// <summary>Makes YARP's clients, each with the handler that puts tokens on calls of WeChat's API; it lets all other requests through as they are.</summary>
internal sealed class ApiHttpClientFactory(
    ITokenService tokens, WeChatApiTelemetry telemetry, ILogger<ForwarderHttpClientFactory> logger, ILogger<AccessTokenHandler> handlerLogger)
    : ForwarderHttpClientFactory(logger)
{
    /// <inheritdoc/>
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
        => new AccessTokenHandler(tokens, telemetry, handlerLogger) { InnerHandler = base.WrapHandler(context, handler) };
}
