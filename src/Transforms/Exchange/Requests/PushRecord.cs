using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Minutes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>
/// Records the end of one push, once: a count, a log line, and the tags of its span.
/// </summary>
internal sealed partial class PushRecord(
    HttpContext context,
    string service,
    long receivedAt,
    PushMetrics metrics,
    PushMinutes minutes,
    IPushObserver[] observers,
    TimeProvider clock,
    ILogger logger)
{
    private bool _hasEnded;

    /// <summary>Gets the moment of arrival, a timestamp of the <see cref="TimeProvider"/>.</summary>
    public long ReceivedAt => receivedAt;

    /// <summary>Gets the trace that the push is part of.</summary>
    public PushTrace Trace { get; } = PushTrace.Begin();

    /// <summary>Gets or sets the message, once there is one.</summary>
    public MessageContext? Message { get; set; }

    /// <summary>Tells how the push ended; does nothing when that is told.</summary>
    public void End(PushOutcome outcome)
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        if (Message?.Test is { } test)
        {
            test.Outcome = outcome;
        }

        var endedAt = clock.GetTimestamp();
        var duration = clock.GetElapsedTime(ReceivedAt, endedAt);
        var type = metrics.TypeOf(Message, outcome);
        metrics.Ended(service, type, outcome, duration);
        minutes.Ended(service, outcome, duration, endedAt);
        if (logger.IsEnabled(LogLevel.Information))
        {
            Write(type, outcome.Name(), Milliseconds(duration));
        }

        var span = context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current;
        if (observers.Length > 0 && Message is { HasService: true, IsVerification: false } message && !outcome.IsRefusal())
        {
            message.Steps?.End(message, outcome, duration);

            // Only a trace that is sampled can be looked up afterwards.
            var traceId = span is { Recorded: true } ? span.TraceId.ToHexString() : null;
            var push = new EndedPush(message, outcome, clock.GetUtcNow() - duration, duration, traceId);
            foreach (var observer in observers)
            {
                observer.Ended(push);
            }
        }

        if (span is { IsAllDataRequested: true })
        {
            Tag(span, type, outcome);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    private void Write(string type, string outcome, double milliseconds)
    {
        var id = Message?.Id ?? "";
        var trace = Trace.Id;
        if (Message?.BackendTook is { } backend)
        {
            Log.Answered(logger, service, type, id, outcome, milliseconds, Milliseconds(backend), trace);
        }
        else
        {
            Log.AnsweredAlone(logger, service, type, id, outcome, milliseconds, trace);
        }
    }

    private void Tag(Activity span, string type, PushOutcome outcome)
    {
        span.SetTag(PushSpans.Service, service);
        span.SetTag(PushSpans.Outcome, outcome.Name());
        if (type.Length > 0)
        {
            span.SetTag(PushSpans.MessageType, type);
        }

        if (Message is { } message && !outcome.IsRefusal())
        {
            span.SetTag(PushSpans.MessageId, message.Id.Length > 0 ? message.Id : null);
            if (message.FromUserName.Length > 0)
            {
                var account = message.Service.Account;
                span.SetTag(PushSpans.User, message.Service.UserHash.Of(message.FromUserName));
                span.SetTag(PushSpans.Authorizer, account.Component is null ? null : account.AppId.Value);
            }

            span.SetTag(PushSpans.Attempt, message.Attempts > 0 ? message.Attempts : null);
        }

        if (outcome is PushOutcome.Failed or PushOutcome.Misrouted)
        {
            span.Fail(outcome.Name());
        }
    }

    // PushRecord logs in the category of MessageMiddleware, so their event ids are one sequence.
    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information,
                "Push to '{Service}': type '{Type}', message '{MessageId}', outcome '{Outcome}', in '{Duration}' ms, backend " +
                    "'{BackendDuration}' ms, trace '{TraceId}'.", EventName = "Answered", SkipEnabledCheck = true)]
        public static partial void Answered(ILogger logger, string service, string type, string messageId, string outcome, double duration,
            double backendDuration, string traceId);

        [LoggerMessage(
            2, LogLevel.Information,
                "Push to '{Service}': type '{Type}', message '{MessageId}', outcome '{Outcome}', in '{Duration}' ms, trace '{TraceId}'.",
                    EventName = "AnsweredAlone", SkipEnabledCheck = true)]
        public static partial void AnsweredAlone(
            ILogger logger, string service, string type, string messageId, string outcome, double duration, string traceId);
    }
}
