using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Tells which user an OAuth code stands for: parameters <c>s</c>, <c>code</c> and <c>scope</c>.</summary>
internal sealed class SnsAuth2Endpoint(IOAuthCodes codes) : IServiceEndpoint
{
    private const string Scopes = "scope must be \"userinfo\", \"base\", \"snsapi_userinfo\" or \"snsapi_base\"";

    /// <inheritdoc/>
    public Description About { get; } = new(
        "Exchanges a code of a web sign-in for the user.",
        "s: the service",
        "code: the code",
        "scope: snsapi_base or snsapi_userinfo");

    /// <inheritdoc/>
    public string? PathIn(EndpointOptions options) => options.SnsAuth2;

    /// <inheritdoc/>
    public async ValueTask<EndpointAnswer> AnswerAsync(
        WeChatService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var code = parameters.Word("code", "code");
        var fetch = FetchOf(parameters);
        if (parameters.Error is { } refusal)
        {
            return refusal;
        }

        var result = await codes.ExchangeAsync(service.Account, code, fetch, cancellationToken);
        return result.TryGet(out var user, out var error) ? Tell(user, fetch) : EndpointAnswer.Of(error);
    }

    private static ProfileFetch FetchOf(RequestParameters parameters)
    {
        switch (parameters.TextOrNull("scope", "scope"))
        {
            case null or "base" or "snsapi_base":
                return ProfileFetch.Never;
            case "userinfo" or "snsapi_userinfo":
                return ProfileFetch.Always;
            default:
                parameters.Refuse(Scopes);
                return ProfileFetch.Never;
        }
    }

    // The code is used up now, so the openid is returned even without a profile.
    private static EndpointAnswer Tell(OAuthUser user, ProfileFetch fetch)
    {
        // Another caller may have had the profile fetched; this one did not ask for it.
        var profile = fetch == ProfileFetch.Never ? null : user.Profile;
        var problem = fetch == ProfileFetch.Never || profile is not null
            ? ""
            : user.ProfileError?.Message ?? "WeChat told nothing of the user.";
        return EndpointAnswer.Success(json =>
        {
            json.WriteString("error"u8, problem);
            json.WriteString("openId"u8, user.OpenId);
            json.WriteString("unionId"u8, user.UnionId);
            json.WriteString("scope"u8, user.Scope);
            json.WriteBoolean("isSnapshotUser"u8, user.IsSnapshotUser);
            json.WritePropertyName("userInfo"u8);
            if (profile is { } known)
            {
                json.WriteRawValue(known.Span, skipInputValidation: true);
            }
            else
            {
                json.WriteNullValue();
            }
        });
    }
}
