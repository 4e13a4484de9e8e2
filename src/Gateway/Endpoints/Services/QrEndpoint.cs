using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>
/// Makes a QR code: parameters <c>s</c>, <c>t</c>, <c>sceneid</c> or <c>scene_id</c>, <c>e</c>; with <c>format</c> and <c>size</c> the
/// picture itself.
/// </summary>
internal sealed class QrEndpoint(WeChatApiClient weChat) : IServiceEndpoint
{
    // Where WeChat shows the picture of a code (生成带参数的二维码: 通过ticket换取二维码).
    private const string ShowQrCode = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=";

    private const string Json = "json";
    private const string Png = "png";
    private const string Svg = "svg";

    /// <inheritdoc/>
    public Description About { get; } = new(
        "Makes a QR code of the service.",
        "s: the service",
        "t: temp or forever",
        "sceneid: the scene, a text",
        "scene_id: the scene, a number",
        "e: seconds that a temporary one lasts");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.Qr;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var scene = QrScene.Read(parameters);
        var format = parameters.TextOrNull("format", "format") ?? Json;
        if (format is not (Json or Png or Svg))
        {
            parameters.Refuse("format value must be \"json\", \"png\" or \"svg\"");
        }

        var size = (int)(parameters.WholeOrNull("size", "size", QrPicture.LeastSize, QrPicture.MostSize) ?? QrPicture.UsualSize);
        if (parameters.Error is { } refusal)
        {
            return refusal;
        }

        var result = await weChat.CreateQrCodeAsync(service.Account, WeChatAnswer.Ask(scene.Write), scene.IsPermanent, cancellationToken);
        return result.TryGet(out var answer, out var error) ? Show(answer, format, size) : EndpointAnswer.Of(error);
    }

    private static EndpointAnswer Show(ReadOnlyMemory<byte> answer, string format, int size)
    {
        if (!WeChatAnswer.TryGetText(answer, "ticket", out var ticket) || !WeChatAnswer.TryGetText(answer, "url", out var url))
        {
            return EndpointAnswer.Lacking("ticket and url of a QR code");
        }

        if (format != Json && !QrPicture.CanDraw(url))
        {
            return EndpointAnswer.Failure(StatusCodes.Status502BadGateway, "The address that WeChat gave is too long to be drawn.");
        }

        return format switch
        {
            Png => EndpointAnswer.Of("image/png", QrPicture.Png(url, size)),
            Svg => EndpointAnswer.Of("image/svg+xml", QrPicture.Svg(url, size)),
            _ => Tell(answer, ticket, url),
        };
    }

    private static EndpointAnswer Tell(ReadOnlyMemory<byte> answer, string ticket, string url) => EndpointAnswer.Success(json =>
    {
        json.WriteStartObject("result"u8);
        json.WriteString("ticketURL2ShowQrCode"u8, ShowQrCode + Uri.EscapeDataString(ticket));

        // The name is go-wx-gateway's.
        json.WriteString("urlIncluedInQrcode"u8, url);
        json.WriteString("ticket"u8, ticket);

        // A permanent code has none.
        if (WeChatAnswer.TryGetRaw(answer, "expire_seconds", out var seconds))
        {
            json.WritePropertyName("expireSeconds"u8);
            json.WriteRawValue(seconds, skipInputValidation: true);
        }

        json.WriteEndObject();
    });
}
