using System.Net;
using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Guards the internal listener: nobody without a key where keys are needed, and nothing that belongs on the public one.</summary>
internal sealed partial class InternalMiddleware(
    RequestDelegate next, Listener listener, InternalAccess access, TokenEndpoints tokens, ILogger<InternalMiddleware> logger)
{
    /// <summary>Answers what came in on the internal listener; passes on API calls, and all that came in on the public one.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!listener.IsInternal(context))
        {
            return next(context);
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenInternalEndpoint>() is not null)
        {
            return next(context);
        }

        if (!access.Admits(context))
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A caller at '{Address}' sent the internal listener no API key, or a wrong one; answering 401.", EventName = "Refused")]
        public static partial void Refused(ILogger logger, IPAddress? address);
    }
}
