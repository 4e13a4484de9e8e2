using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.JsSdk;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Signs a page's use of the JS-SDK: parameters <c>s</c> and <c>u</c>, the page's address.</summary>
internal sealed class SignJsApiEndpoint(ITokenService tokens, TimeProvider clock) : IServiceEndpoint
{
    /// <inheritdoc/>
    public Description About { get; } = new(
        "Signs a page's use of the JS-SDK.",
        "s: the service",
        "u: the address of the page");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.SignJsApi;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var url = parameters.Text("u", "u(rl)");
        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            parameters.Refuse("u(rl) value must be the page's whole address, with http:// or https://");
        }

        if (parameters.Error is { } refusal)
        {
            return refusal;
        }

        var result = await tokens.GetAsync(service.Account, TokenKind.JsApiTicket, cancellationToken);
        if (!result.TryGet(out var ticket, out var error))
        {
            return EndpointAnswer.Of(error);
        }

        var signed = JsApiSignature.Sign(ticket.Value, url, clock);
        return EndpointAnswer.Success(json =>
        {
            json.WriteStartObject("params"u8);
            json.WriteString("appId"u8, service.Account.AppId.Value);

            // What wx.config calls it, what the documentation signs, and what go-wx-gateway answers.
            json.WriteString("nonceStr"u8, signed.NonceStr);
            json.WriteString("noncestr"u8, signed.NonceStr);
            json.WriteString("nonce"u8, signed.NonceStr);
            json.WriteNumber("timestamp"u8, signed.Timestamp);
            json.WriteString("signature"u8, signed.Signature);
            json.WriteEndObject();
        });
    }
}
