using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Delivers one message again: calls the backend as a push does, and sends its reply by the customer-service API.</summary>
internal sealed partial class Redeliverer(
    ServiceCatalog services,
    IBackendAccess backends,
    RedeliveryTransforms transforms,
    RedeliveryStore store,
    Holds holds,
    LateReplySender lateReplies,
    RedeliveryMetrics metrics,
    PushSpans spans,
    TimeProvider clock,
    ILogger<Redeliverer> logger)
{
    private const string HandedOver = "handed_over";
    private const string GivenBack = "given_back";

    /// <summary>So long after a user's message WeChat takes customer-service messages (客服消息, 48 小时).</summary>
    private static readonly TimeSpan ReplyWindow = TimeSpan.FromHours(48);

    /// <summary>Delivers a message that was taken; gives it back when that fails, or when it is given up.</summary>
    /// <param name="taken">The message.</param>
    /// <param name="stopping">Cancelled when the host waits no longer.</param>
    /// <returns>Whether a backend took it.</returns>
    public async Task<bool> DeliverAsync(TakenMessage taken, CancellationToken stopping)
    {
        using var tooLong = new CancellationTokenSource(BackendTimeout.Longest, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, stopping);
        var kept = taken.Message;
        if (!taken.IsLocal && !holds.Add(kept.Id, holds.Redeliveries, giveUp, () => store.KeepAsync(OrderOf(kept, isHeld: true, TimeSpan.Zero))))
        {
            // The hold ended unnoticed, and this process itself took it again: it is at work on it.
            return false;
        }

        using var span = StartSpan(kept);
        var trace = PushTrace.Begin();
        var startedAt = clock.GetTimestamp();
        var call = await CallAsync(kept, trace, giveUp.Token);
        var isOurs = taken.IsLocal || holds.Remove(kept.Id, holds.Redeliveries);
        var result = call.Answer is { IsTaken: true } answer
            ? await EndAsync(taken, call.Message!, answer, stopping)
            : !isOurs ? HandedOver : await RetryAsync(taken, call, stopping.IsCancellationRequested);

        span?.SetTag(PushSpans.Result, result);
        if (result is RedeliveryMetrics.Retried or RedeliveryMetrics.Dead)
        {
            span.Fail("backend_failed");
        }

        Log.Redelivered(logger, kept.MessageId, kept.Service, call.Attempts, result, call.Failure, Math.Round(clock.GetElapsedTime(startedAt).TotalMilliseconds, 1), trace.Id);
        return result == RedeliveryMetrics.Delivered;
    }

    /// <summary>Begins a trace of its own: the push's has long ended.</summary>
    private Activity? StartSpan(KeptMessage kept)
    {
        var push = ActivityContext.TryParse(kept.Trace, null, isRemote: true, out var context) ? new[] { new ActivityLink(context) } : [];
        Activity.Current = null;
        var span = spans.Source.StartActivity(PushSpans.Redelivery, ActivityKind.Internal, parentContext: default, links: push);
        span?.SetTag(PushSpans.Service, kept.Service);
        span?.SetTag(PushSpans.MessageId, kept.MessageId);
        return span;
    }

    private async Task<Call> CallAsync(KeptMessage kept, PushTrace trace, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new Call(null, null, "the gateway stops", kept.Attempts);
        }

        if (!services.TryGet(kept.Service, out var service))
        {
            return new Call(null, null, "its service is not configured", kept.Attempts);
        }

        if (backends.Backend is not { } backend || backends.Lend(service, kept.Route) is not { } lent)
        {
            return new Call(null, null, "its service has no backend", kept.Attempts);
        }

        var message = new MessageContext(service, new PushQuery(), kept.Body, clock.GetTimestamp())
        {
            Head = kept.Head,
            Id = kept.MessageId,
            Key = UInt128.TryParse(kept.Id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : default,
            Format = kept.Format,
            Attempts = kept.Attempts,
            Exchange = lent,
            TraceParent = trace.Parent,
            Spans = spans,
        };
        try
        {
            return await backend(message, cancellationToken) is BackendAnswer answer
                ? new Call(message, answer, answer.IsTaken ? "" : RedeliveryTransform.FailureOf(answer), message.Attempts)
                : new Call(message, null, "its service has no backend", message.Attempts);
        }
        catch (Exception exception)
        {
            // Whatever went wrong, the message is still there, and is tried again.
            Log.Broken(logger, exception, kept.MessageId, kept.Service);
            return new Call(message, null, $"the gateway met a {exception.GetType().Name}", message.Attempts);
        }
    }

    /// <summary>Takes the message out of the queue, and sends the reply. Whoever takes it out is the one who sends.</summary>
    private async Task<string> EndAsync(TakenMessage taken, MessageContext message, BackendAnswer answer, CancellationToken cancellationToken)
    {
        if (!await store.DoneAsync(taken))
        {
            return HandedOver;
        }

        metrics.Add(taken.Message.Service, RedeliveryMetrics.Delivered);
        var read = MessagePipeline.Build(transforms.InOrder, (_, _) => new ValueTask<Reply>(answer));
        var reply = await read(message, cancellationToken);

        // A failure is none of the user's business any more, an hour later.
        if (message.Outcome != PushOutcome.Failed && reply is not SuccessReply && clock.GetUtcNow() - taken.Message.ReceivedAt < ReplyWindow)
        {
            await lateReplies.SendAsync(message, reply, cancellationToken);
        }

        return RedeliveryMetrics.Delivered;
    }

    private async Task<string> RetryAsync(TakenMessage taken, Call call, bool isStopping)
    {
        var delay = isStopping ? TimeSpan.Zero : RetryDelay.After(taken.Tries, Random.Shared.NextDouble());
        var message = taken.Message with { Attempts = call.Attempts, Failure = call.Failure };
        var result = await store.RetryAsync(taken, OrderOf(message, isHeld: false, delay), hasFailed: !isStopping);
        switch (result)
        {
            case KeepResult.NotYours:
                return HandedOver;
            case KeepResult.Buried:
                store.TellDead(taken with { Message = message });
                return RedeliveryMetrics.Dead;
        }

        if (!isStopping)
        {
            metrics.Add(taken.Message.Service, RedeliveryMetrics.Retried);
        }

        return isStopping ? GivenBack : RedeliveryMetrics.Retried;
    }

    /// <summary>Returns how a message is to be kept from now on; one of a service that is configured no more, as by default.</summary>
    private KeepOrder OrderOf(KeptMessage kept, bool isHeld, TimeSpan delay)
    {
        var options = services.TryGet(kept.Service, out var service) ? service.Redelivery : new RedeliveryOptions();
        var left = options.MaxAge - (clock.GetUtcNow() - kept.ReceivedAt);
        return new KeepOrder(kept, holds.Redeliveries, isHeld, delay, left > TimeSpan.Zero ? left : TimeSpan.Zero, options.MaxMessages);
    }

    private sealed record Call(MessageContext? Message, BackendAnswer? Answer, string Failure, int Attempts);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Message '{MessageId}' of service '{Service}' was delivered again: attempt '{Attempt}', result '{Result}', failure '{Failure}', in '{Duration}' ms, trace '{TraceId}'.", EventName = "Redelivered")]
        public static partial void Redelivered(ILogger logger, string messageId, string service, int attempt, string result, string failure, double duration, string traceId);

        [LoggerMessage(2, LogLevel.Error, "Delivering message '{MessageId}' of service '{Service}' again met an exception; it is tried again later.", EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string messageId, string service);
    }
}
