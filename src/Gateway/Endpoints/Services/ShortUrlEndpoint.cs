using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Has WeChat shorten an address: parameters <c>s</c> and <c>u</c>. WeChat has shut this down, and says so itself.</summary>
internal sealed class ShortUrlEndpoint(WeChatApiClient weChat, GatewaySettings settings) : IServiceEndpoint
{
    /// <inheritdoc/>
    public Description About { get; } = new(
        "Shortens an address.",
        "s: the service",
        "u: the address");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.ShortUrl;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var url = parameters.Text("u", "u(rl)");
        if (parameters.Error is { } refusal)
        {
            return refusal;
        }

        var body = WeChatAnswer.Ask(json =>
        {
            json.WriteString("action"u8, "long2short");
            json.WriteString("long_url"u8, url);
        });
        var result = await weChat.ShortenUrlAsync(service.Account, body, cancellationToken);
        if (!result.TryGet(out var answer, out var error))
        {
            return EndpointAnswer.Of(error, error.ErrorCode is null ? "" : Advice(service));
        }

        return WeChatAnswer.TryGetText(answer, "short_url", out var shortUrl)
            ? EndpointAnswer.Success(json => json.WriteString("short-url"u8, shortUrl))
            : EndpointAnswer.Lacking("short_url", Advice(service));
    }

    private string Advice(WeChatService service)
    {
        var how = settings.Options.Endpoints.Api is { } api
            ? $"call POST {api}/{service.Name}/cgi-bin/shorten/gen instead"
            : "/cgi-bin/shorten/gen replaces it";
        return $" WeChat has shut down /cgi-bin/shorturl; {how}.";
    }
}
