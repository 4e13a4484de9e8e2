using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Keeps replies in the store; while it is down, in this process, which moves them to the store afterwards.</summary>
/// <remarks>No method throws: without the store, a message goes on without its user's kept reply.</remarks>
internal sealed partial class ReplyKeeper(
    IKeptReplies store,
    MemoryKeptReplies memory,
    LateWays ways,
    KeptReplyMetrics metrics,
    DeadlineClock deadlines,
    TimeProvider clock,
    ILogger<ReplyKeeper> logger) : BackgroundService
{
    private const int MovedAtATime = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly RepeatedWarning _unavailable = new(clock);
    private readonly RepeatedWarning _full = new(clock);

    private bool HasFallback => !ReferenceEquals(store, memory);

    /// <summary>Returns whether a service may have kept replies.</summary>
    public bool MayHave(string service) => store.MayHave(service) || (HasFallback && memory.MayHave(service));

    /// <summary>Keeps the reply to a message for its user's next message; returns whether it is kept.</summary>
    public Task<bool> KeepAsync(MessageContext message, Reply reply) => KeepAsync(message, message.Key, reply);

    /// <summary>Keeps the rest of a reply, beside another reply to the same message; returns whether it is kept.</summary>
    public Task<bool> KeepRestAsync(MessageContext message, Reply rest) => KeepAsync(message, ~message.Key, rest);

    /// <summary>Returns how the rest of a reply to a message reaches its user.</summary>
    public RestOfReply RestOf(MessageContext message)
        => ways.RestOf(message.Service) is var rest && rest == RestOfReply.NextMessage && !AnsweredEvents.IsAnswerShown(message.Head)
            ? RestOfReply.Lost
            : rest;

    private async Task<bool> KeepAsync(MessageContext message, UInt128 key, Reply reply)
    {
        if (message.IsTest)
        {
            return true;
        }

        var conversation = Conversation.Of(message);
        var result = await KeepAsync(conversation, key, reply);
        if (result == KeepingResult.Full && _full.IsDue(out var leftOut))
        {
            Log.Full(logger, message.Service.Name, message.Id, KeptReplyLimits.PerService, leftOut);
        }

        metrics.Add(conversation.Service, result switch
        {
            KeepingResult.Full => KeptReplyMetrics.Lost,
            _ => KeptReplyMetrics.Kept,
        });
        if (result == KeepingResult.KeptForAnother)
        {
            metrics.Add(conversation.Service, KeptReplyMetrics.Replaced);
        }

        return result != KeepingResult.Full;
    }

    /// <summary>Takes the user's oldest reply for another message.</summary>
    public async ValueTask<TakenReply> TakeAsync(MessageContext message)
    {
        if (message.IsTest)
        {
            // The reply is a real user's.
            return default;
        }

        var conversation = Conversation.Of(message);
        if (HasFallback && memory.MayHave(conversation.Service))
        {
            var taken = await memory.TakeAsync(conversation, message.Key, CancellationToken.None);
            if (taken.Reply is not null)
            {
                return Count(conversation, taken);
            }
        }

        try
        {
            return Count(conversation, await store.TakeAsync(conversation, message.Key, CancellationToken.None));
        }
        catch (StoreUnavailableException exception)
        {
            WarnOf(exception);
            return default;
        }
    }

    /// <summary>Takes the reply to a message for a retry of that message.</summary>
    public async ValueTask<Reply?> TakeOwnAsync(MessageContext message)
    {
        var conversation = Conversation.Of(message);
        try
        {
            var own = (HasFallback ? await memory.TakeOwnAsync(conversation, message.Key, CancellationToken.None) : null)
                ?? await store.TakeOwnAsync(conversation, message.Key, CancellationToken.None);
            return Count(conversation, new TakenReply(own, IsAwaited: false)).Reply;
        }
        catch (StoreUnavailableException exception)
        {
            WarnOf(exception);
            return null;
        }
    }

    /// <summary>
    /// Returns the answer at the deadline: the wait text where the reply will be kept, else <c>success</c>. The wait text comes when it is
    /// recorded that the answer is pending, since a user may ask for it at once, or when WeChat cannot wait any longer.
    /// </summary>
    public async ValueTask<Reply> AskToWaitAsync(MessageContext message)
    {
        if (ways.Of(message.Service) != LateWay.NextMessage || !AnsweredEvents.IsAnswerShown(message.Head))
        {
            return Reply.Success;
        }

        // The deadline thread does not call the store.
        var recorded = Task.Run(() => AwaitAsync(message));
        await deadlines.UntilAsync(message.ReceivedAt, LatestAnswer.For(message.Deadline), recorded).ConfigureAwait(false);
        return new TextReply(message.Service.Reply.WaitText);
    }

    /// <summary>Records that an answer is pending, which the user's next message may ask for.</summary>
    public Task AwaitAsync(MessageContext message)
        => ways.Of(message.Service) == LateWay.NextMessage
            ? NoteAsync(message, static (place, conversation, key) => place.AwaitAsync(conversation, key, CancellationToken.None))
            : Task.CompletedTask;

    /// <summary>Records that no answer will come.</summary>
    public Task ForgetAsync(MessageContext message)
        => NoteAsync(message, static (place, conversation, key) => place.ForgetAsync(conversation, key, CancellationToken.None));

    /// <summary>Moves the replies in memory to the store, and logs those that are lost with the process.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!HasFallback || memory.IsEmpty)
        {
            return;
        }

        await MoveAsync(int.MaxValue);
        if (memory.Some(int.MaxValue) is { Count: > 0 } left)
        {
            Log.LostWithProcess(logger, left.Count);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        if (store is not RedisKeptReplies redis)
        {
            return;
        }

        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await redis.RefreshAsync(stoppingToken);
                await MoveAsync(MovedAtATime);
            }
            catch (StoreUnavailableException)
            {
                // StoreGuard logs it. The next round tries again.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<KeepingResult> KeepAsync(Conversation conversation, UInt128 message, Reply reply)
    {
        try
        {
            return await store.KeepAsync(conversation, message, reply, CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            WarnOf(exception);
            return await memory.KeepAsync(conversation, message, reply, CancellationToken.None);
        }
    }

    private async Task MoveAsync(int most)
    {
        try
        {
            foreach (var (conversation, message, reply) in memory.Some(most))
            {
                await store.KeepAsync(conversation, message, reply, CancellationToken.None);
                await memory.TakeOwnAsync(conversation, message, CancellationToken.None);
            }
        }
        catch (StoreUnavailableException)
        {
            // The rest stays in memory until the next round.
        }
    }

    private async Task NoteAsync(MessageContext message, Func<IKeptReplies, Conversation, UInt128, ValueTask> note)
    {
        if (message.IsTest)
        {
            return;
        }

        var conversation = Conversation.Of(message);
        try
        {
            await note(store, conversation, message.Key);
        }
        catch (StoreUnavailableException exception)
        {
            WarnOf(exception);
            await note(memory, conversation, message.Key);
        }
    }

    private TakenReply Count(Conversation conversation, TakenReply taken)
    {
        if (taken.Reply is not null)
        {
            metrics.Add(conversation.Service, KeptReplyMetrics.Fetched);
        }

        return taken;
    }

    private void WarnOf(StoreUnavailableException exception)
    {
        if (_unavailable.IsDue(out var leftOut))
        {
            Log.Unavailable(logger, exception.Message, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The store is not available: '{Reason}' Keeping replies for users' next messages in this process until it is. "
                + "Such warnings left out since the last: '{LeftOut}'.",
            EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, string reason, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The reply to message '{MessageId}' of service '{Service}' is lost: the service has its limit of '{Most}' kept replies. "
                + "Such errors left out since the last: '{LeftOut}'.",
            EventName = "Full")]
        public static partial void Full(ILogger logger, string service, string messageId, int most, long leftOut);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "Stopping loses '{Number}' replies for users' next messages: they are in this process' memory, and the store is not available.",
            EventName = "LostWithProcess")]
        public static partial void LostWithProcess(ILogger logger, int number);
    }
}
