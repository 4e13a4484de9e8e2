using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>
/// Calls WeChat in a platform's name (PROTOCOL 3.8). A token that WeChat refuses is replaced, and the call sent once more.
/// </summary>
/// <remarks>What the error codes mean is said per API: the same numbers mean other things elsewhere.</remarks>
public sealed partial class PlatformApi
{
    // Older pages name this parameter, today's access_token; WeChat takes both.
    private const string ComponentTokenParameter = "component_access_token";
    private const string TokenParameter = "access_token";

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IAccessTokens _tokens;
    private readonly WeChatHttp _http;
    private readonly TimeProvider _timeProvider;

    internal PlatformApi(IAccessTokens tokens, WeChatHttp http, TimeProvider timeProvider)
    {
        _tokens = tokens;
        _http = http;
        _timeProvider = timeProvider;
    }

    /// <summary>The most authorizers that a page of <see cref="AuthorizerListAsync"/> has.</summary>
    public const int LargestPage = 500;

    /// <summary>Returns what WeChat tells of an authorizer (<c>api_get_authorizer_info</c>).</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="appId">The authorizer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it tells; 61003 when the account has not authorized the platform.</returns>
    public async ValueTask<WeChatResult<AuthorizerInfo>> AuthorizerInfoAsync(
        Account platform, AppId appId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var answer = await CallAsync(
            platform,
            "/cgi-bin/component/api_get_authorizer_info",
            json => json.WriteString("authorizer_appid"u8, appId.Value),
            new Manner(),
            cancellationToken);
        return !answer.TryGet(out var body, out var error) ? PlatformErrors.OfCall(error)
            : AuthorizerAnswers.ReadInfo(body, appId) is { } info ? info
            : Unusable("description of the account");
    }

    /// <summary>Returns a page of the authorizers (<c>api_get_authorizer_list</c>).</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="count">How many to return: 1 to <see cref="LargestPage"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<AuthorizerPage>> AuthorizerListAsync(
        Account platform, int offset, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LargestPage);
        var answer = await CallAsync(
            platform,
            "/cgi-bin/component/api_get_authorizer_list",
            json =>
            {
                json.WriteNumber("offset"u8, offset);
                json.WriteNumber("count"u8, count);
            },
            new Manner(),
            cancellationToken);
        return !answer.TryGet(out var body, out var error) ? PlatformErrors.OfCall(error)
            : AuthorizerAnswers.ReadPage(body) is { } page ? page
            : Unusable("list of accounts");
    }

    /// <summary>Returns a code for WeChat's authorization page (<c>api_create_preauthcode</c>). One too many does no harm.</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<PreAuthCode>> PreAuthCodeAsync(Account platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var askedAt = _timeProvider.GetTimestamp();
        var answer = await CallAsync(platform, "/cgi-bin/component/api_create_preauthcode", null, new Manner(), cancellationToken);
        return !answer.TryGet(out var body, out var error) ? PlatformErrors.OfCall(error)
            : IssuedToken.Read(body, "pre_auth_code") is { } issued
                ? new PreAuthCode(issued.Value, Lifetime.StartedAt(askedAt, issued.ExpiresIn))
            : Unusable("pre_auth_code");
    }

    /// <summary>
    /// Has WeChat push tickets (<c>api_start_push_ticket</c>). It needs no token, and does nothing when tickets are being pushed. Source:
    /// developers.weixin.qq.com, openApi/ticket-token/api_startpushticket.
    /// </summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult> StartPushTicketAsync(Account platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var secret = platform.AppSecret.Reveal();

        // Not component_appsecret, as in api_component_token.
        var request = Request(
            platform,
            "/cgi-bin/component/api_start_push_ticket",
            json => json.WriteString("component_secret"u8, secret),
            new Manner { Sensitive = [secret] });
        var answer = await _http.SendAsync(request, cancellationToken);
        return answer.TryGet(out _, out var error) ? WeChatResult.Success : WeChatResult.Failure(PlatformErrors.OfSecret(error));
    }

    /// <summary>Returns an option of an authorizer (<c>get_authorizer_option</c>), asked for with its own token.</summary>
    /// <param name="authorizer">The authorizer's account.</param>
    /// <param name="name">The option: <c>location_report</c>, <c>voice_recognize</c> or <c>customer_service</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<string>> GetOptionAsync(Account authorizer, string name, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            authorizer,
            "/cgi-bin/component/get_authorizer_option",
            json => json.WriteString("option_name"u8, name),
            new Manner { IsOfAuthorizer = true },
            cancellationToken);
        if (!answer.TryGet(out var body, out var error))
        {
            return PlatformErrors.OfCall(error);
        }

        using var fields = JsonFields.Parse(body);
        var value = fields?.Text("option_value") ?? fields?.Number("option_value")?.ToString(CultureInfo.InvariantCulture);
        return value is null ? Unusable("option") : value;
    }

    /// <summary>Sets an option of an authorizer (<c>set_authorizer_option</c>), with its own token.</summary>
    /// <param name="authorizer">The authorizer's account.</param>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value: 0, 1 or, for <c>location_report</c>, 2.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult> SetOptionAsync(
        Account authorizer, string name, string value, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            authorizer,
            "/cgi-bin/component/set_authorizer_option",
            json =>
            {
                json.WriteString("option_name"u8, name);
                json.WriteString("option_value"u8, value);
            },
            new Manner { IsOfAuthorizer = true },
            cancellationToken);
        return answer.TryGet(out _, out var error) ? WeChatResult.Success : WeChatResult.Failure(PlatformErrors.OfCall(error));
    }

    private static WeChatError Unusable(string what) => new(null, ErrorClass.Busy, $"WeChat's answer holds no {what}.");
}
