using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Tells what WeChat knows of a user: parameters <c>s</c> and <c>o</c>, the openid.</summary>
internal sealed class UserEndpoint(WeChatApiClient weChat) : IServiceEndpoint
{
    /// <inheritdoc/>
    public Description About { get; } = new(
        "Returns what WeChat tells of a user.",
        "s: the service",
        "o: the openid");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.User;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var openId = parameters.Word("o", "o(penid)");
        if (parameters.Error is { } refusal)
        {
            return refusal;
        }

        var result = await weChat.GetUserInfoAsync(service.Account, openId, service.Policy.UserInfo.Language, cancellationToken);
        return result.TryGet(out var user, out var error)
            ? EndpointAnswer.Success(json =>
            {
                json.WritePropertyName("userInfo"u8);
                json.WriteRawValue(user.Span, skipInputValidation: true);
            })
            : EndpointAnswer.Of(error);
    }
}
