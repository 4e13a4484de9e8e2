using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Parameters;
using WxYarpGateway.TokenService.WeChatApi;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Sends a template message: parameters <c>s</c>, <c>to</c>, <c>tid</c>, <c>data</c>, and <c>url</c>, <c>mp</c>, <c>client_msg_id</c> if need be.</summary>
internal sealed class TemplateMessageEndpoint(WeChatApiClient weChat) : IServiceEndpoint
{
    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.TemplateMessage;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var message = TemplateMessage.Read(parameters);
        if (parameters.Fault is { } fault)
        {
            return fault;
        }

        var result = await weChat.SendTemplateMessageAsync(service.Account, message.To, WeChatAnswer.Ask(message.Write), cancellationToken);
        if (!result.TryGet(out var answer, out var error))
        {
            return EndpointAnswer.Of(error);
        }

        return EndpointAnswer.Success(json =>
        {
            json.WritePropertyName("msgid"u8);
            if (WeChatAnswer.TryGetRaw(answer, "msgid", out var messageId))
            {
                json.WriteRawValue(messageId, skipInputValidation: true);
            }
            else
            {
                // The message is on its way all the same; a failure would have it sent again.
                json.WriteNullValue();
            }
        });
    }
}
