using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Health;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Guards what is for backends: nobody without a key where keys are needed, and nothing on a listener that belongs on the other one.</summary>
internal sealed partial class InternalMiddleware(
    RequestDelegate next, Listener listener, GatewaySettings settings, InternalAccess access, TokenEndpoints tokens, RedeliveryEndpoints redelivery, ServiceEndpoints endpoints, ILogger<InternalMiddleware> logger)
{
    private const string SendKey = $"Send an API key of Gateway:InternalApiKeys as Authorization: Bearer or {ApiKeys.Header}.";
    private const string SendNoPage = "Without API keys only programs on this machine are answered, as localhost or an address, and no web page. Configure Gateway:InternalApiKeys and send a key.";

    /// <summary>Answers what came in on the internal listener; passes on API calls, and what came in on the public one unless an endpoint is there too.</summary>
    public Task InvokeAsync(HttpContext context) => listener.IsInternal(context) ? AnswerInsideAsync(context) : AnswerOutsideAsync(context);

    private Task AnswerOutsideAsync(HttpContext context)
    {
        if (!settings.Options.EndpointsOnPublicListener || endpoints.Find(context) is not { } endpoint)
        {
            return next(context);
        }

        if (settings.ApiKeys.Admits(context.Request.Headers))
        {
            return endpoints.AnswerAsync(context, endpoint);
        }

        // No warning: on the public listener strangers knock all day.
        Log.RefusedOutside(logger, context.Connection.RemoteIpAddress);
        return RefuseAsync(context, endpoint, SendKey);
    }

    private Task AnswerInsideAsync(HttpContext context)
    {
        // Probes have no keys, and it tells nothing.
        if (HealthEndpoint.IsMatch(context))
        {
            return HealthEndpoint.AnswerAsync(context);
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenInternalEndpoint>() is not null)
        {
            return next(context);
        }

        var endpoint = endpoints.Find(context);
        if (!access.Admits(context))
        {
            if (!access.NeedsKey)
            {
                Log.RefusedPage(logger, context.Connection.RemoteIpAddress);
                return RefuseAsync(context, endpoint, SendNoPage);
            }

            Log.Refused(logger, context.Connection.RemoteIpAddress);
            return RefuseAsync(context, endpoint, SendKey);
        }

        if (endpoint is not null)
        {
            return endpoints.AnswerAsync(context, endpoint);
        }

        if (tokens.TryMatch(context, out var rest))
        {
            return tokens.AnswerAsync(context, rest);
        }

        if (redelivery.TryMatch(context, out rest))
        {
            return redelivery.AnswerAsync(context, rest);
        }

        return ListenerPolicy.IsInternal(context.GetEndpoint())
            ? next(context)
            : new GatewayError(GatewayError.NotFound, StatusCodes.Status404NotFound, "There is no such endpoint, or no such service.").AnswerAsync(context);
    }

    // Each caller is told in the shape that it understands.
    private static Task RefuseAsync(HttpContext context, IServiceEndpoint? endpoint, string message)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return endpoint is null
            ? new GatewayError(GatewayError.Unauthorized, StatusCodes.Status401Unauthorized, message).AnswerAsync(context)
            : EndpointAnswer.Failure(StatusCodes.Status401Unauthorized, message).WriteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A caller at '{Address}' sent the internal listener no API key, or a wrong one; answering 401.", EventName = "Refused")]
        public static partial void Refused(ILogger logger, IPAddress? address);

        [LoggerMessage(2, LogLevel.Information, "A caller at '{Address}' sent an endpoint on the public listener no API key, or a wrong one; answering 401.", EventName = "RefusedOutside")]
        public static partial void RefusedOutside(ILogger logger, IPAddress? address);

        [LoggerMessage(3, LogLevel.Warning, "A browser at '{Address}' asked the internal listener for another site, or a program by another name than localhost; no API keys are configured, answering 401.", EventName = "RefusedPage")]
        public static partial void RefusedPage(ILogger logger, IPAddress? address);
    }
}
