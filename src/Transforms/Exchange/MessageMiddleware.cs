using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Stands in YARP's pipeline before the forwarder: takes pushes off the routes that are marked for messages, and answers them.</summary>
internal sealed partial class MessageMiddleware
{
    private readonly RequestDelegate _next;
    private readonly MessageDelegate _pipeline;
    private readonly ServiceCatalog _services;
    private readonly PushMetrics _metrics;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly ILogger<MessageMiddleware> _logger;

    public MessageMiddleware(
        RequestDelegate next,
        MessageTransforms transforms,
        ServiceCatalog services,
        EchoBackend echo,
        PushMetrics metrics,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        ILogger<MessageMiddleware> logger)
    {
        _next = next;
        _pipeline = MessagePipeline.Build(transforms.InOrder, new BackendExchange(next, echo, logger).InvokeAsync);
        _services = services;
        _metrics = metrics;
        _scopes = scopes;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Answers a push; passes on what is none.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return WeChatRoute.MessageService(route) is { } service ? AnswerAsync(context, route.RouteId, service) : _next(context);
    }

    private async Task AnswerAsync(HttpContext context, string route, string name)
    {
        if (!_services.TryGet(name, out var service))
        {
            Log.UnknownService(_logger, route, name);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isVerification = HttpMethods.IsGet(context.Request.Method);
        if (!isVerification && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var receivedAt = _clock.GetTimestamp();
        if (isVerification)
        {
            await AnswerAsync(context, Push(context, service, receivedAt, body: default, isVerification));
            return;
        }

        switch (await ReadBodyAsync(context, service))
        {
            case { Body: { } body }:
                await AnswerAsync(context, Push(context, service, receivedAt, body, isVerification));
                break;
            case { Refused: { } refused }:
                Count(service, type: "", refused.Outcome);
                context.Response.StatusCode = refused.StatusCode;
                break;
        }
    }

    private MessageContext Push(HttpContext context, WeChatService service, long receivedAt, ReadOnlyMemory<byte> body, bool isVerification)
        => new(service, PushQuery.Read(context.Request.QueryString), body, receivedAt)
        {
            IsVerification = isVerification,
            Exchange = isVerification ? null : new LentContext(context, _scopes),
        };

    private async ValueTask<(ReadOnlyMemory<byte>? Body, RefusedReply? Refused)> ReadBodyAsync(HttpContext context, WeChatService service)
    {
        try
        {
            var body = await PushBody.ReadAsync(context.Request, context.RequestAborted);
            return body is null ? (null, RefusedReply.TooLarge) : (body, null);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client hung up, or stalled, while it was still sending. To one that stalled, Kestrel knows what to say.
            Count(service, type: "", PushOutcome.Abandoned);
            if (exception is BadHttpRequestException)
            {
                throw;
            }

            return (null, null);
        }
    }

    private async Task AnswerAsync(HttpContext context, MessageContext message)
    {
        // Backends always get a traceparent; without logging and listeners, ASP.NET Core starts no activity to take it from.
        using var trace = Activity.Current is null ? new Activity("wechat.push").Start() : null;

        // What is under way for a message goes on when WeChat hangs up, so its end is not tied to the request's.
        var reply = await _pipeline(message, CancellationToken.None);
        Count(message.Service, TypeOf(message), OutcomeOf(message, reply));
        await WriteAsync(context.Response, reply);
    }

    private static async Task WriteAsync(HttpResponse response, Reply reply)
    {
        switch (reply)
        {
            case RefusedReply refused:
                response.StatusCode = refused.StatusCode;
                break;
            case WireReply wire:
                response.ContentType = wire.ContentType;
                response.ContentLength = wire.Body.Length;
                // Writing to a client that hung up does nothing; a token would make an exception of it.
                await response.BodyWriter.WriteAsync(wire.Body, CancellationToken.None);
                break;
            default:
                throw new InvalidOperationException($"A {reply.GetType().Name} left the pipeline without being put into WeChat's form.");
        }
    }

    private static PushOutcome OutcomeOf(MessageContext message, Reply reply) => reply switch
    {
        RefusedReply refused => refused.Outcome,
        _ when message.IsVerification => PushOutcome.Verified,
        _ when message.IsCutOff => PushOutcome.Late,
        _ when message.Outcome is { } outcome => outcome,
        WireReply { IsSealable: false } => PushOutcome.Nothing,
        _ => PushOutcome.Replied,
    };

    private static string TypeOf(MessageContext message) => message.MsgType == "event" ? message.Event : message.MsgType;

    private void Count(WeChatService service, string type, PushOutcome outcome)
    {
        _metrics.Count(service.Name, type, outcome);
        Log.Answered(_logger, service.Name, type, outcome);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Route '{Route}' names WeChat service '{Service}', which is not configured; answering 404.", EventName = "UnknownService")]
        public static partial void UnknownService(ILogger logger, string route, string service);

        [LoggerMessage(2, LogLevel.Debug, "A push of type '{Type}' to service '{Service}' ended: '{Outcome}'.", EventName = "Answered")]
        public static partial void Answered(ILogger logger, string service, string type, PushOutcome outcome);
    }
}
