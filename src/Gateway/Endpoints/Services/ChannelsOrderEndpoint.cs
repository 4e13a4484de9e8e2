using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Tells of an order of a WeChat store: parameters <c>s</c> and <c>o</c>, its id.</summary>
internal sealed class ChannelsOrderEndpoint(WeChatApiClient weChat) : IServiceEndpoint
{
    /// <inheritdoc/>
    public Description About { get; } = new(
        "Returns an order of a WeChat store.",
        "s: the service",
        "o: the id of the order");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.ChannelsOrderDetail;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var id = ChannelsAnswer.IdOf(service, parameters, "o(rder id)");
        if (parameters.Error is { } error)
        {
            return error;
        }

        var body = WeChatAnswer.Ask(json => json.WriteString("order_id"u8, id));
        return ChannelsAnswer.Of(await weChat.GetChannelsOrderAsync(service.Account, body, cancellationToken), "order", "order");
    }
}
