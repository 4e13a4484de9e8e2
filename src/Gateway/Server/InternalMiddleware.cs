using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Guards the internal listener: nobody without a key where keys are needed, and nothing that belongs on the public one.</summary>
internal sealed partial class InternalMiddleware(
    RequestDelegate next, Listener listener, GatewaySettings settings, TokenEndpoints tokens, ILogger<InternalMiddleware> logger)
{
    /// <summary>Answers what came in on the internal listener; passes on API calls, and all that came in on the public one.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!listener.IsInternal(context))
        {
            return next(context);
        }

        if (!IsAdmitted(context))
        {
            Log.Refused(logger, context.Connection.RemoteIpAddress);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return new GatewayError(
                GatewayError.Unauthorized,
                StatusCodes.Status401Unauthorized,
                $"Send an API key of Gateway:InternalApiKeys as Authorization: Bearer or {ApiKeys.Header}.").AnswerAsync(context);
        }

        if (tokens.TryMatch(context, out var rest))
        {
            return tokens.AnswerAsync(context, rest);
        }

        return ListenerPolicy.IsInternal(context.GetEndpoint())
            ? next(context)
            : new GatewayError(GatewayError.NotFound, StatusCodes.Status404NotFound, "There is no such endpoint, or no such service.").AnswerAsync(context);
    }

    // Validation sees to it that there are keys where others can connect. If they are missing all the same, nobody gets in.
    private bool IsAdmitted(HttpContext context)
        => settings.ApiKeys.IsEmpty
            ? context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
            : settings.ApiKeys.Admits(context.Request.Headers);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A caller at '{Address}' sent the internal listener no API key, or a wrong one; answering 401.", EventName = "Refused")]
        public static partial void Refused(ILogger logger, IPAddress? address);
    }
}
