using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>
/// The queue, and while the store is away the memory of this process in its place: what is kept there moves into the queue when it is back.
/// What the queue forgets, this process enters again. What is in this process only stands in its journal, too.
/// </summary>
internal sealed partial class RedeliveryStore(
    IRedeliveryQueue queue,
    MemoryRedeliveryQueue memory,
    KeptCopies copies,
    MessageJournal journal,
    RedeliveryMetrics metrics,
    TimeProvider clock,
    ILogger<RedeliveryStore> logger) : IHostedService
{
    // A store that takes longer may be one that does not answer, and WeChat does not wait until that is known.
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(60);

    private const int MovedAtATime = 100;

    private readonly ConcurrentQueue<(string Id, bool IsRedelivery)> _undone = [];
    private readonly RepeatedWarning _unavailable = new(clock);
    private readonly RepeatedWarning _full = new(clock);

    private bool HasFallback => !ReferenceEquals(queue, memory);

    /// <summary>Keeps a message, or holds it.</summary>
    /// <param name="order">How.</param>
    /// <param name="isSafe">Called when it would outlive this process, should that be before the result is known.</param>
    public async Task<KeepResult> KeepAsync(KeepOrder order, Action? isSafe = null)
    {
        var result = KeepResult.Unknown;
        var keeping = queue.KeepAsync(order, CancellationToken.None).AsTask();
        var isJournaled = await JournalIfLateAsync(order, keeping);
        if (isJournaled)
        {
            isSafe?.Invoke();
        }

        try
        {
            result = await keeping;
            Copy(order, result);
            journal.Remove(order.Message.Id);
        }
        catch (StoreUnavailableException exception)
        {
            // A hold in the memory of this process would end with it, and protect nothing.
            if (!order.IsHeld)
            {
                if (_unavailable.IsDue(out var leftOut))
                {
                    Log.Unavailable(logger, exception.Message, leftOut);
                }

                result = await memory.KeepAsync(order, CancellationToken.None);
            }

            if (order.IsHeld || result == KeepResult.Kept)
            {
                _ = isJournaled || await JournalAsync(order);
            }
            else
            {
                journal.Remove(order.Message.Id);
            }
        }

        if (!order.IsHeld)
        {
            Tell(order.Message, result);
        }

        return result;
    }

    /// <summary>Says that a message that the queue does not have is over, or this process no longer at work on it.</summary>
    public void Leave(string id) => journal.Remove(id);

    /// <summary>Returns whether a message is kept, or was a while ago, as far as can be told.</summary>
    public async Task<bool> HasAsync(string id)
    {
        try
        {
            return Has(await queue.FindAsync([id], CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            return Has(await memory.FindAsync([id], CancellationToken.None));
        }

        static bool Has(Standing standing) => standing.Unknown.Count == 0;
    }

    /// <summary>Takes a message out that no re-delivery is at work on; while the store is away, it is taken to be out.</summary>
    public async Task<bool> TryRemoveAsync(string id)
    {
        try
        {
            return await queue.TryRemoveAsync(id, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return await memory.TryRemoveAsync(id, CancellationToken.None);
        }
    }

    /// <summary>Takes what is due, from both.</summary>
    public async Task<IReadOnlyList<TakenMessage>> TakeAsync(string owner, int most)
    {
        var taken = new List<TakenMessage>();
        try
        {
            // First: what was delivered while the store was away must not be taken for abandoned.
            await FinishAsync();
            await copies.CompareAsync();
            taken.AddRange(Tell(await queue.TakeAsync(owner, most, CancellationToken.None)));
            await MoveAsync();
        }
        catch (StoreUnavailableException)
        {
            // The store's own warnings say so.
        }

        if (HasFallback && memory.Kept > 0)
        {
            // What dies here is told where people find it: in the queue, as soon as that is back.
            taken.AddRange((await memory.TakeAsync(owner, most, CancellationToken.None)).Taken.Select(message => message with { IsLocal = true }));
        }

        return taken;
    }

    /// <summary>Says that a backend took a message; returns whether nobody had said so before, as far as can be told.</summary>
    public async Task<bool> DoneAsync(string id, bool isRedelivery)
    {
        copies.Remove(id);
        journal.Remove(id);
        try
        {
            return await queue.DoneAsync(id, isRedelivery, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            _undone.Enqueue((id, isRedelivery));
            return true;
        }
    }

    /// <summary>Says that a backend took a message that was taken from here.</summary>
    public Task<bool> DoneAsync(TakenMessage taken)
    {
        if (!taken.IsLocal)
        {
            return DoneAsync(taken.Message.Id, isRedelivery: true);
        }

        journal.Remove(taken.Message.Id);
        return memory.DoneAsync(taken.Message.Id, isRedelivery: true, CancellationToken.None).AsTask();
    }

    /// <summary>Gives a message back that was taken from here.</summary>
    /// <param name="taken">The message.</param>
    /// <param name="order">How it is to be kept from now on.</param>
    /// <param name="hasFailed">Whether a backend did not take it; else it was not delivered at all.</param>
    public async Task<KeepResult> RetryAsync(TakenMessage taken, KeepOrder order, bool hasFailed)
    {
        try
        {
            var message = order.Message;
            var result = await (taken.IsLocal ? memory : queue).RetryAsync(
                message.Id, order.Owner, message.Attempts, hasFailed ? message.Failure : null, order.Delay, CancellationToken.None);
            if (result == KeepResult.Unknown)
            {
                return await KeepAsync(order);
            }

            if (!taken.IsLocal)
            {
                Copy(order, result);
            }

            return result;
        }
        catch (StoreUnavailableException)
        {
            // It is due again when its hold ends.
            return KeepResult.Kept;
        }
    }

    /// <summary>Shows how many messages are kept.</summary>
    public async Task CountAsync()
    {
        try
        {
            metrics.Show(await queue.CountAsync(service: null, CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            // The numbers of a moment ago stay.
        }
    }

    private void Copy(KeepOrder order, KeepResult result)
    {
        if (HasFallback && !order.IsHeld && result == KeepResult.Kept)
        {
            copies.Put(order);
        }
    }

    private IReadOnlyList<TakenMessage> Tell(QueueTurn turn)
    {
        foreach (var message in turn.Buried)
        {
            TellDead(message);
        }

        return turn.Taken;
    }

    /// <summary>Tells that a message that was taken from here became a dead letter.</summary>
    public void TellDead(TakenMessage taken)
    {
        if (!taken.IsLocal)
        {
            TellDead(taken.Message);
        }
    }

    private void TellDead(KeptMessage message)
    {
        metrics.Add(message.Service, RedeliveryMetrics.Dead);
        Log.Dead(logger, message.MessageId, message.Service, message.Attempts, message.Failure);
    }

    private void Tell(KeptMessage message, KeepResult result)
    {
        switch (result)
        {
            case KeepResult.Kept:
                metrics.Add(message.Service, RedeliveryMetrics.Kept);
                break;
            case KeepResult.Full:
                metrics.Add(message.Service, RedeliveryMetrics.Lost);
                if (_full.IsDue(out var leftOut))
                {
                    Log.Full(logger, message.MessageId, message.Service, leftOut);
                }

                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No backend took a message, and the redelivery queue cannot be reached: '{Reason}' It is kept in this process, and moved when the queue is back. Such warnings left out since the last: '{LeftOut}'.", EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, string reason, long leftOut);

        [LoggerMessage(2, LogLevel.Error, "Message '{MessageId}' of service '{Service}' is lost: no backend took it, and as many messages are kept as Redelivery.MaxMessages allows. Such errors left out since the last: '{LeftOut}'.", EventName = "Full")]
        public static partial void Full(ILogger logger, string messageId, string service, long leftOut);

        [LoggerMessage(3, LogLevel.Error, "Message '{MessageId}' of service '{Service}' is a dead letter after '{Attempts}' attempts: '{Failure}'. It is delivered no more unless somebody has it re-queued.", EventName = "Dead")]
        public static partial void Dead(ILogger logger, string messageId, string service, int attempts, string failure);

        [LoggerMessage(4, LogLevel.Error, "'{Number}' messages of service '{Service}' that no backend took are lost with this process: they were in its memory only.", EventName = "LostWithProcess")]
        public static partial void LostWithProcess(ILogger logger, int number, string service);

        [LoggerMessage(5, LogLevel.Warning, "'{Number}' messages of service '{Service}' that no backend took stay in the journal of this process: the next one in its folder takes them up.", EventName = "LeftInJournal")]
        public static partial void LeftInJournal(ILogger logger, int number, string service);

        [LoggerMessage(6, LogLevel.Error, "Entry '{Id}' of the journal is lost: it is in no form that this version knows.", EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string id);
    }
}
