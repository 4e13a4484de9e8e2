using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>
/// Sends a template message: parameters <c>s</c>, <c>to</c>, <c>tid</c>, <c>data</c>, and <c>url</c>, <c>mp</c>, <c>client_msg_id</c> if
/// need be.
/// </summary>
internal sealed class TemplateMessageEndpoint(WeChatApiClient weChat) : IServiceEndpoint
{
    /// <inheritdoc/>
    public Description About { get; } = new(
        "Sends a template message.",
        "s: the service",
        "to: the openid",
        "tid: the id of the template",
        "url: the address that it opens");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.TemplateMessage;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var message = TemplateMessage.Read(parameters);
        if (parameters.Error is { } refusal)
        {
            return refusal;
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
                WriteAsText(json, messageId);
            }
            else
            {
                // The message is on its way all the same; a failure would have it sent again.
                json.WriteNullValue();
            }
        });
    }

    // It has up to 19 digits, of which JavaScript keeps 16; and the event that tells what became of the message has it as a text.
    private static void WriteAsText(Utf8JsonWriter json, byte[] raw)
    {
        if (raw[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            json.WriteStringValue(raw);
        }
        else
        {
            json.WriteRawValue(raw, skipInputValidation: true);
        }
    }
}
