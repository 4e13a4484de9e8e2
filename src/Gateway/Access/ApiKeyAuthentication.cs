using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Access;

/// <summary>Authenticates by API keys. A caller without a key is answered 401, one whose key does not suffice 403.</summary>
/// <remarks>
/// One for all requests. The framework's own service makes a handler and a provider of handlers for each, which took a tenth of a call of
/// WeChat's API; with one scheme there is nothing to choose from.
/// </remarks>
internal sealed partial class ApiKeyAuthentication(
    MadeOfOptions<ApiKeys> apiKeys, Listener listener, ILogger<ApiKeyAuthentication> logger) : IAuthenticationService
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "ApiKey";

    private static readonly Task<AuthenticateResult> NoKey = Task.FromResult(AuthenticateResult.NoResult());

    private const string SendKey = $"Send an API key of Gateway:InternalApiKeys as Authorization: Bearer or {ApiKeys.Header}.";
    private const string SendNoPage
        = "Without API keys only programs on this machine are answered, as localhost or an address, and no web page. "
            + "Configure Gateway:InternalApiKeys and send a key.";

    /// <inheritdoc/>
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
        => apiKeys.Current.Find(context.Request.Headers)?.Authenticated ?? NoKey;

    /// <inheritdoc/>
    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
    {
        if (context.Features.Get<KeyRefusal>() is { } refusal)
        {
            return ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status403Forbidden, refusal.Message));
        }

        var client = context.Connection.RemoteIpAddress;
        var isInternal = listener.IsInternal(context);
        var needsKey = !isInternal || !apiKeys.Current.IsEmpty;
        if (!isInternal)
        {
            // No warning: the public listener gets such requests all day.
            Log.RefusedOutside(logger, client);
        }
        else if (needsKey)
        {
            Log.Refused(logger, client);
        }
        else
        {
            Log.RefusedPage(logger, client);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status401Unauthorized, needsKey ? SendKey : SendNoPage));
    }

    /// <inheritdoc/>
    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => ChallengeAsync(context, scheme, properties);

    /// <inheritdoc/>
    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
        => throw new NotSupportedException("A program sends its key with every request.");

    /// <inheritdoc/>
    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => throw new NotSupportedException("A program sends its key with every request.");

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A caller at '{Address}' sent no API key, or a wrong one, to the internal listener; answering 401.",
            EventName = "Refused")]
        public static partial void Refused(ILogger logger, IPAddress? address);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "A caller at '{Address}' sent no API key, or a wrong one, to an endpoint on the public listener; answering 401.",
            EventName = "RefusedOutside")]
        public static partial void RefusedOutside(ILogger logger, IPAddress? address);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "A browser at '{Address}' called the internal listener for another site, or a program called it by another name than "
            + "localhost. No API keys are configured; answering 401.",
            EventName = "RefusedPage")]
        public static partial void RefusedPage(ILogger logger, IPAddress? address);
    }
}
