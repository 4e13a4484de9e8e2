using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.Exchange.Requests;
using WxYarpGateway.Transforms.Minutes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// Serves pushes on the routes that are marked for messages. It stands in YARP's pipeline before the forwarder.
/// </summary>
internal sealed partial class MessageMiddleware
{
    private readonly RequestDelegate _next;
    private readonly MessageDelegate _pipeline;
    private readonly ServiceCatalog _services;
    private readonly CallbackIpLists _callbackIps;
    private readonly PushMetrics _metrics;
    private readonly PushMinutes _minutes;
    private readonly PushSpans _spans;
    private readonly IPushObserver[] _observers;
    private readonly DeadlineClock _deadlines;
    private readonly Arrivals _arrivals;
    private readonly ExchangePool _exchanges;
    private readonly TimeProvider _clock;
    private readonly ILogger<MessageMiddleware> _logger;

    public MessageMiddleware(
        RequestDelegate next,
        MessageTransforms transforms,
        ServiceCatalog services,
        CallbackIpLists callbackIps,
        BackendExchange exchange,
        ExchangePool exchanges,
        PushMetrics metrics,
        PushMinutes minutes,
        PushSpans spans,
        IEnumerable<IPushObserver> observers,
        DeadlineClock deadlines,
        SchedulingDelay delay,
        TimeProvider clock,
        ILogger<MessageMiddleware> logger)
    {
        _next = next;
        _pipeline = MessagePipeline.Build(transforms.InOrder, exchange.InvokeAsync);
        _services = services;
        _callbackIps = callbackIps;
        _metrics = metrics;
        _minutes = minutes;
        _spans = spans;
        _observers = [.. observers];
        _deadlines = deadlines;
        _arrivals = new Arrivals(clock, delay);
        _exchanges = exchanges;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Answers a push; passes on what is none.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return WeChatRoute.ServiceOf(route, WeChatRoute.Message) is { } service ? AnswerAsync(context, route.RouteId, service)
            : _next(context);
    }

    private async Task AnswerAsync(HttpContext context, string route, string name)
    {
        var record = new PushRecord(
            context, WeChatService.ShownNameOf(name), _arrivals.Of(context), _metrics, _minutes, _observers, _clock, _logger);
        try
        {
            if (await ReceiveAsync(context, route, name, record) is not { } message)
            {
                return;
            }

            // Work on a message continues when WeChat hangs up, so it does not get the request's token.
            record.Message = message;
            var reply = await _pipeline(message, CancellationToken.None);
            if (reply is not (RefusedReply or RetryReply or WireReply or UnansweredReply))
            {
                throw new InvalidOperationException(
                    $"A {reply?.GetType().Name ?? "null"} left the pipeline without being converted to WeChat's format.");
            }

            record.End(OutcomeOf(message, reply));
            if (message.IsVerification)
            {
                // The echo is whatever the caller wants, and the signature of any push in clear opens it: no browser may take it for a
                // page.
                context.Response.Headers.XContentTypeOptions = "nosniff";
            }

            if (reply is UnansweredReply)
            {
                await LeaveOpenAsync(context, message);
                return;
            }

            await WriteAsync(context.Response, reply);
            if (_deadlines.IsOnThread)
            {
                // The answer is sent. The rest, such as the connection's next request, must not run on the deadline thread.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }
        finally
        {
            // Each push is counted, whatever the gateway's or a host's code threw.
            record.End(PushOutcome.Failed);
            _arrivals.Answered(record.ReceivedAt);

            // Late replies wait for this before they send what follows.
            record.Message?.GetState<ResponseEnd>()?.TrySetResult();
            record.Message?.GetState<PushRequest>()?.Close();
        }
    }

    /// <summary>Takes a push off the wire; returns <see langword="null"/> when it was turned away.</summary>
    private async ValueTask<MessageContext?> ReceiveAsync(HttpContext context, string route, string name, PushRecord record)
    {
        if (context.Features.Get<RefusedReply>() is { } refusedByHost)
        {
            return Refuse(context, record, refusedByHost);
        }

        if (!_services.TryGetCallback(name, out var callback))
        {
            Log.UnknownService(_logger, route, name);
            return Refuse(context, record, new RefusedReply(StatusCodes.Status404NotFound, PushOutcome.Misrouted));
        }

        var appId = context.GetRouteValue(WeChatRoute.AppIdParameter) as string;
        if (appId is not null && !RouteAppId.IsValid(appId))
        {
            return Refuse(context, record, new RefusedReply(StatusCodes.Status404NotFound, PushOutcome.Misrouted));
        }

        var mark = context.Features.Get<PushTrust.Mark>();
        var isTrusted = mark is { Test: null };
        if (callback.OnlyFromWeChat && mark is null && !await _callbackIps.IncludeAsync(callback, context.Connection.RemoteIpAddress))
        {
            return Refuse(context, record, RefusedReply.UnlistedIp);
        }

        if (HttpMethods.IsGet(context.Request.Method) && !isTrusted)
        {
            return new MessageContext(callback, PushQuery.Read(context.Request.QueryString), body: default,
                record.ReceivedAt)
            { IsVerification = true, Spans = _spans };
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Refuse(context, record, new RefusedReply(StatusCodes.Status405MethodNotAllowed, PushOutcome.Malformed));
        }

        switch (await ReadBodyAsync(context, record))
        {
            case null:
                return null;
            case { Refused: { } refused }:
                Refuse(context, record, refused);

                // The server must send the refusal before it looks for the next request, which would be the rest of this body.
                await context.Response.CompleteAsync();
                return null;
            case { Body: var body }:
                var query = isTrusted ? new PushQuery() : PushQuery.Read(context.Request.QueryString);
                var message = new MessageContext(callback, query, body, record.ReceivedAt)
                {
                    IsTrusted = isTrusted,
                    RouteAppId = appId,
                    ClientAborted = context.RequestAborted,
                    Route = route,
                    TraceParent = record.Trace.Parent,
                    Spans = _spans,
                    Test = mark?.Test,
                    Steps = StepsOf(record, body.Length),
                };
                message.GetOrAddState(new PushRequest(context, _exchanges));
                return message;
        }
    }

    /// <summary>Begins the notes of the push's steps, where an observer reads them.</summary>
    private PushSteps? StepsOf(PushRecord record, int bytes)
    {
        if (!Array.Exists(_observers, static observer => observer.ReadsSteps))
        {
            return null;
        }

        var steps = new PushSteps(_clock, record.ReceivedAt, bytes);
        steps.Received();
        return steps;
    }

    private static MessageContext? Refuse(HttpContext context, PushRecord record, RefusedReply refused)
    {
        context.Response.StatusCode = refused.StatusCode;
        if (refused.Outcome is PushOutcome.TooLarge or PushOutcome.Abandoned || refused == RefusedReply.Malformed)
        {
            // The server neither reads the rest of the body nor takes it for the next request.
            context.Response.Headers.Connection = "close";
        }

        record.End(refused.Outcome);
        return null;
    }

    private async ValueTask<(ReadOnlyMemory<byte> Body, RefusedReply? Refused)?> ReadBodyAsync(HttpContext context, PushRecord record)
    {
        try
        {
            return await PushBody.ReadAsync(context.Request, _clock, context.RequestAborted) is { } body ? (body, null)
                : (default, RefusedReply.TooLarge);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return (default, RefusedReply.Slow);
        }
        catch (BadHttpRequestException exception)
        {
            // Stalled, cut short, or in chunks that are none. Thrown on, each would be an error with its stack trace in the log, and
            // anybody can send them.
            return (default, new RefusedReply(exception.StatusCode, PushOutcome.Abandoned));
        }
        catch (IOException exception) when (exception is not ConnectionResetException)
        {
            // The size of a chunk overflows; the client is still connected.
            return (default, RefusedReply.Malformed);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client hung up while it sent the body.
            record.End(PushOutcome.Abandoned);
            return null;
        }
    }

    /// <summary>Waits until WeChat hangs up; whatever stands between and does not pass that on is hung up on.</summary>
    private async Task LeaveOpenAsync(HttpContext context, MessageContext message)
    {
        var left = UnansweredReply.Longest - _clock.GetElapsedTime(message.ReceivedAt);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, _clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.Abort();
    }

    private static ValueTask<FlushResult> WriteAsync(HttpResponse response, Reply reply)
    {
        if (reply is not WireReply wire)
        {
            response.StatusCode = reply is RefusedReply refused ? refused.StatusCode : StatusCodes.Status503ServiceUnavailable;
            return default;
        }

        response.ContentType = wire.ContentType;
        response.ContentLength = wire.Body.Length;

        // Writing to a client that hung up does nothing. With a token it would throw.
        return response.BodyWriter.WriteAsync(wire.Body, CancellationToken.None);
    }

    private static PushOutcome OutcomeOf(MessageContext message, Reply reply) => reply switch
    {
        RefusedReply refused => refused.Outcome,
        UnansweredReply => PushOutcome.Unanswered,
        _ when message.IsVerification => PushOutcome.Verified,
        _ when message.IsCutOff => message.Outcome == PushOutcome.Retry ? PushOutcome.Retry : PushOutcome.Late,
        _ when message.Outcome is { } outcome => outcome,
        RetryReply => PushOutcome.Failed,
        WireReply { IsSealable: false } => PushOutcome.Nothing,
        _ => PushOutcome.Replied,
    };

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Error, "Route '{Route}' names WeChat service '{Service}', which is not configured; answering 404.",
            EventName = "UnknownService")]
        public static partial void UnknownService(ILogger logger, string route, string service);
    }
}
