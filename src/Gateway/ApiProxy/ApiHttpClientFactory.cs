using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>
/// Makes YARP's clients, each with the handler that puts tokens on calls of WeChat's API; it lets all other requests through as they are.
/// </summary>
/// <remarks>
/// Connections have a lifetime, so that names are resolved again and new machines behind them get traffic.
/// </remarks>
internal sealed class ApiHttpClientFactory(
    IAccessTokens tokens,
    ApiAddresses addresses,
    TokenErrors errors,
    WeChatApiTelemetry telemetry,
    ILogger<ForwarderHttpClientFactory> logger,
    ILogger<AccessTokenHandler> handlerLogger)
    : ForwarderHttpClientFactory(logger)
{
    /// <inheritdoc/>
    protected override bool CanReuseOldClient(ForwarderHttpClientContext context)
        => base.CanReuseOldClient(context) && ConnectionLifetime.Of(context.OldMetadata) == ConnectionLifetime.Of(context.NewMetadata);

    /// <inheritdoc/>
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.PooledConnectionLifetime = ConnectionLifetime.Of(context.NewMetadata);
    }

    /// <inheritdoc/>
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
        => new AccessTokenHandler(tokens, addresses, errors, telemetry, handlerLogger)
        {
            InnerHandler = base.WrapHandler(context, handler),
        };
}
