using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Events;

/// <summary>Takes authorization events before their answer: a ticket is kept, what needs work gets a row, everything a record.</summary>
/// <remarks>
/// WeChat is not asked before the answer, so however slow it is, the answer comes within 300 ms: when the database does not take the row
/// in time, the store does.
/// </remarks>
internal sealed partial class EventIntake(
    IEventInbox inbox,
    WaitingEvents waiting,
    ComponentTickets tickets,
    EventCopier copier,
    EventSignal signal,
    EventMetrics metrics,
    TimeProvider clock,
    ILogger<EventIntake> logger,
    PushRecords? records = null) : IAuthorizationEvents
{
    // The answer is due after 300 ms; the rest is for everything else.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    // With nowhere else to keep it, the database gets as long as WeChat waits.
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(4);

    private readonly RepeatedWarning _failed = new(clock);

    /// <inheritdoc/>
    public async ValueTask<bool> TakeAsync(
        WeChatPlatform platform, AuthorizationEvent authorizationEvent, CancellationToken cancellationToken)
    {
        var (started, receivedAt) = (clock.GetTimestamp(), clock.GetUtcNow());
        var fields = EventFields.Read(authorizationEvent.Body);
        var createTime = authorizationEvent.CreateTime ?? DateTimeOffset.FromUnixTimeSeconds(receivedAt.ToUnixTimeSeconds());
        var inboxEvent = new InboxEvent(platform.AppId, authorizationEvent.InfoType, createTime, authorizationEvent.Body)
        {
            Account = fields.Account,
        };
        var result = inboxEvent.InfoType == EventTypes.Ticket
            ? await AcceptAsync(platform, fields.Ticket, createTime, receivedAt, cancellationToken)
            : EventTypes.IsKept(inboxEvent.InfoType) ? await KeepAsync(inboxEvent, cancellationToken)
            : await PassAsync(platform, inboxEvent, cancellationToken);
        metrics.Arrived(platform.Name, inboxEvent.InfoType, result);
        Record(platform, inboxEvent, result, receivedAt, clock.GetElapsedTime(started));
        return result != EventMetrics.Refused;
    }

    private async ValueTask<string> AcceptAsync(
        WeChatPlatform platform, string ticket, DateTimeOffset createTime, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (ticket.Length == 0)
        {
            Log.NoTicket(logger, platform.Name);
            return EventMetrics.Passed;
        }

        return await tickets.AcceptAsync(platform.Account, new ComponentTicket(ticket, createTime, receivedAt), cancellationToken)
            ? EventMetrics.Kept : EventMetrics.Old;
    }

    private async ValueTask<string> KeepAsync(InboxEvent inboxEvent, CancellationToken cancellationToken)
    {
        var added = AddAsync(inboxEvent, cancellationToken);
        await Task.WhenAny(added, Task.Delay(LongestWait, clock, cancellationToken));
        var isNew = added.IsCompleted ? await added : null;
        if (isNew is null && await waiting.TryKeepAsync(inboxEvent, cancellationToken))
        {
            Log.Waiting(logger, inboxEvent);
            return EventMetrics.Kept;
        }

        if (isNew is null && !added.IsCompleted)
        {
            await Task.WhenAny(added, Task.Delay(LastWait, clock, cancellationToken));
            isNew = added.IsCompleted ? await added : null;
        }

        switch (isNew)
        {
            case null:
                return EventMetrics.Refused;
            case false:
                return EventMetrics.Repeated;
            default:
                signal.Set();
                return EventMetrics.Kept;
        }
    }

    /// <summary>
    /// Returns whether the event is new; null when the database did not take it. It does not fail, also when nobody waits.
    /// </summary>
    private async Task<bool?> AddAsync(InboxEvent inboxEvent, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.AddAsync(inboxEvent, cancellationToken);
        }
        catch (Exception e) when (e is AuthorizersUnavailableException || cancellationToken.IsCancellationRequested)
        {
            if (_failed.IsDue(out var leftOut))
            {
                Log.NotAdded(logger, inboxEvent, e.Message, leftOut);
            }

            return null;
        }
    }

    private async ValueTask<string> PassAsync(WeChatPlatform platform, InboxEvent inboxEvent, CancellationToken cancellationToken)
    {
        // The queue may be slow; the copies are kept nevertheless.
        var kept = copier.CopyAsync(platform, inboxEvent.InfoType, inboxEvent.Account, inboxEvent.Digest, inboxEvent.Body).AsTask();
        await Task.WhenAny(kept, Task.Delay(LongestWait, clock, cancellationToken));
        return EventMetrics.Passed;
    }

    private void Record(
        WeChatPlatform platform, InboxEvent inboxEvent, string result, DateTimeOffset receivedAt, TimeSpan took) => records?.Add(
            new StoredRecord
            {
                Id = Guid.CreateVersion7(receivedAt),
                ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(receivedAt.ToUnixTimeMilliseconds()),
                Service = platform.Name,
                AppId = inboxEvent.Account?.Value ?? "",
                InfoType = inboxEvent.InfoType,
                MessageId = inboxEvent.Digest,
                Outcome = (result == EventMetrics.Refused ? PushOutcome.Retry : PushOutcome.Nothing).ToString(),
                Milliseconds = (int)took.TotalMilliseconds,
                Reply = result == EventMetrics.Refused ? "" : "success",
                TraceId = Activity.Current is { Recorded: true } span ? span.TraceId.ToHexString() : "",
            },
            inboxEvent.Body);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A ticket event of platform '{Platform}' has no ticket; it is answered and does nothing.",
            EventName = "NoTicket")]
        public static partial void NoTicket(ILogger logger, string platform);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The database did not take the event '{Event}' in time. It waits in the store and is moved later.",
            EventName = "Waiting")]
        public static partial void Waiting(ILogger logger, InboxEvent @event);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "The event '{Event}' cannot be written to the database: '{Reason}' Such errors left out since the last: '{LeftOut}'.",
            EventName = "NotAdded")]
        public static partial void NotAdded(ILogger logger, InboxEvent @event, string reason, long leftOut);
    }
}
