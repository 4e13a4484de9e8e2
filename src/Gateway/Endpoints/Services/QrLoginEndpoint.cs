using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>
/// Tells which user the code of a sign-in by QR code stands for: parameters <c>s</c> and <c>code</c>. A code is good once.
/// </summary>
internal sealed class QrLoginEndpoint(QrLoginStore logins) : IServiceEndpoint
{
    /// <inheritdoc/>
    public Description About { get; } = new(
        "Exchanges a code of a sign-in by QR code for the user.",
        "s: the service",
        "code: the code");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.QrLogin;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var code = parameters.Word("code", "code");
        if (parameters.Error is { } refusal)
        {
            return refusal;
        }

        try
        {
            return await logins.ExchangeCodeAsync(service.Account, code, cancellationToken) is { } openId
                ? EndpointAnswer.Success(json => json.WriteString("openId"u8, openId))
                : EndpointAnswer.Failure(StatusCodes.Status404NotFound, "The code is unknown, used already, or more than a minute old.");
        }
        catch (StoreUnavailableException exception)
        {
            return EndpointAnswer.Failure(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
    }
}
