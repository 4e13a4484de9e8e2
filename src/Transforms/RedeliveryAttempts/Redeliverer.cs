using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>
/// Redelivers one message: calls the backend, tells the queue the result, and sends the reply by the customer-service API.
/// </summary>
internal sealed partial class Redeliverer(
    ServiceCatalog services,
    BackendAttempt backend,
    RedeliveryTransforms transforms,
    RedeliveryStore store,
    MessageLeases leases,
    LateReplySender lateReplies,
    CopyLanes lanes,
    RedeliveryMetrics metrics,
    PushSpans spans,
    TimeProvider clock,
    ILogger<Redeliverer> logger)
{
    private const string HandedOver = "handed_over";
    private const string GivenBack = "given_back";

    /// <summary>So long after a user's message WeChat takes customer-service messages (客服消息, 48 小时).</summary>
    private static readonly TimeSpan ReplyWindow = TimeSpan.FromHours(48);

    /// <summary>Redelivers a message that was taken from the queue, and gives it back when that fails or is cancelled.</summary>
    /// <param name="taken">The message.</param>
    /// <param name="stopping">Cancelled when the host waits no longer.</param>
    /// <returns>Whether a backend took the message.</returns>
    public async Task<bool> DeliverAsync(TakenMessage taken, CancellationToken stopping)
    {
        using var tooLong = new CancellationTokenSource(taken.Message.IsCopy ? CopyLanes.Longest : BackendTimeout.Longest, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, stopping);
        var kept = taken.Message;
        if (!taken.IsLocal && !leases.Add(kept.Id, leases.Redeliveries, giveUp, StoreAsync))
        {
            // The lease ended unnoticed, and this process took the message again: another redelivery of it is under way here.
            return false;
        }

        using var span = StartSpan(kept);
        var trace = PushTrace.Begin();
        var startedAt = clock.GetTimestamp();
        var attempt = await backend.CallAsync(kept, trace, giveUp.Token);
        var isOurs = taken.IsLocal || leases.Remove(kept.Id, leases.Redeliveries);
        var result = attempt.Answer is { IsTaken: true } answer
            ? await EndAsync(taken, attempt.Message!, answer, stopping)
            : !isOurs ? HandedOver : await GiveBackAsync(taken, attempt, stopping.IsCancellationRequested);

        if (kept.IsCopy && attempt.Message is not null)
        {
            lanes.Called(kept.Service, attempt.Answer is { IsTaken: true });
        }

        span?.SetTag(PushSpans.Result, result);
        if (result is RedeliveryMetrics.Retried or RedeliveryMetrics.Dead)
        {
            span.Fail("backend_failed");
        }

        var duration = Math.Round(clock.GetElapsedTime(startedAt).TotalMilliseconds, 1);
        Log.Redelivered(logger, kept.MessageId, kept.Service, attempt.Attempts, result, attempt.Failure, duration, trace.Id);
        return result == RedeliveryMetrics.Delivered;

        Task StoreAsync() => store.KeepAsync(OrderOf(kept, isLeased: true, TimeSpan.Zero));
    }

    /// <summary>Starts a trace that links to the push's, which has ended long ago.</summary>
    private Activity? StartSpan(KeptMessage kept)
    {
        var push = ActivityContext.TryParse(kept.Trace, null, isRemote: true, out var context) ? new[] { new ActivityLink(context) } : [];
        Activity.Current = null;
        var span = spans.Source.StartActivity(PushSpans.Redelivery, ActivityKind.Internal, parentContext: default, links: push);
        span?.SetTag(PushSpans.Service, WeChatService.ShownNameOf(kept.Service));
        span?.SetTag(PushSpans.MessageId, kept.MessageId);
        return span;
    }

    /// <summary>Takes the message out of the queue and sends the reply, unless another process has taken the message out before.</summary>
    private async Task<string> EndAsync(
        TakenMessage taken, MessageContext message, BackendAnswer answer, CancellationToken cancellationToken)
    {
        if (!await store.DoneAsync(taken))
        {
            return HandedOver;
        }

        metrics.Add(taken.Message.Service, RedeliveryMetrics.Delivered);
        if (taken.Message.IsCopy)
        {
            return RedeliveryMetrics.Delivered;
        }

        var read = MessagePipeline.Build(transforms.InOrder, (_, _) => new ValueTask<Reply>(answer));
        var reply = await read(message, cancellationToken);

        // A FailureText would only confuse the user an hour later.
        var isInWindow = clock.GetUtcNow() - taken.Message.ReceivedAt < ReplyWindow;
        if (message.Outcome != PushOutcome.Failed && reply is not SuccessReply && isInWindow)
        {
            await lateReplies.SendAsync(message, reply, cancellationToken);
        }

        return RedeliveryMetrics.Delivered;
    }

    private async Task<string> GiveBackAsync(TakenMessage taken, AttemptResult attempt, bool isStopping)
    {
        var delay = isStopping ? TimeSpan.Zero : RedeliveryDelay.After(taken.Tries, Random.Shared.NextDouble());
        var message = taken.Message with { Attempts = attempt.Attempts, Failure = attempt.Failure };
        var result = await store.GiveBackAsync(taken, OrderOf(message, isLeased: false, delay), hasFailed: !isStopping);
        switch (result)
        {
            case KeepResult.NotYours:
                return HandedOver;
            case KeepResult.Dead:
                store.ReportDead(taken with { Message = message });
                return RedeliveryMetrics.Dead;
        }

        if (!isStopping)
        {
            metrics.Add(taken.Message.Service, RedeliveryMetrics.Retried);
        }

        return isStopping ? GivenBack : RedeliveryMetrics.Retried;
    }

    /// <summary>Returns how to keep a message from now on. A service that is no longer configured has the default options.</summary>
    private KeepOrder OrderOf(KeptMessage kept, bool isLeased, TimeSpan delay)
    {
        var options = services.TryGet(kept.ServiceName, out var service) ? service.Redelivery : new RedeliveryOptions();
        var left = (kept.IsCopy ? CopyLanes.AgeOf(options) : options.MaxAge) - (clock.GetUtcNow() - kept.ReceivedAt);
        return new KeepOrder(kept, leases.Redeliveries, isLeased, delay, left > TimeSpan.Zero ? left : TimeSpan.Zero, options.MaxMessages);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Message '{MessageId}' of service '{Service}' was redelivered: attempt '{Attempt}', result '{Result}', failure "
            + "'{Failure}', in '{Duration}' ms, trace '{TraceId}'.",
            EventName = "Redelivered")]
        public static partial void Redelivered(
            ILogger logger, string messageId, string service, int attempt, string result, string failure, double duration, string traceId);
    }
}
