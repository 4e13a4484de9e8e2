using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>
/// Keeps messages in the queue. While the store is away it keeps them in this process, and in its journal, and moves them into the queue
/// when the store is back. It restores messages that the queue has lost.
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
    // A store that takes longer may not answer at all. WeChat does not wait until that is known, so the journal gets the message meanwhile.
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(60);

    private const int MovedAtATime = 100;

    private readonly ConcurrentQueue<(string Id, bool IsRedelivery)> _undone = [];
    private readonly RepeatedWarning _unavailable = new(clock);
    private readonly RepeatedWarning _full = new(clock);

    private bool HasFallback => !ReferenceEquals(queue, memory);

    /// <summary>Keeps a message, with or without a lease.</summary>
    /// <param name="order">How to keep it.</param>
    /// <param name="isSafe">Called when the message is in the journal before the queue has answered.</param>
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
            // A lease in this process's memory would protect nothing: it ends with the process.
            if (!order.IsLeased)
            {
                if (_unavailable.IsDue(out var leftOut))
                {
                    Log.Unavailable(logger, exception.Message, leftOut);
                }

                result = await memory.KeepAsync(order, CancellationToken.None);
            }

            if (order.IsLeased || result == KeepResult.Kept)
            {
                _ = isJournaled || await JournalAsync(order);
            }
            else
            {
                journal.Remove(order.Message.Id);
            }
        }

        if (!order.IsLeased)
        {
            Report(order.Message, result);
        }

        return result;
    }

    /// <summary>Removes a message from the journal: it is over and the queue never had it.</summary>
    public void Forget(string id) => journal.Remove(id);

    /// <summary>Returns whether the queue has a message or remembers it. While the store is away, this process's memory is asked.</summary>
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

        static bool Has(QueueReport report) => report.Unknown.Count == 0;
    }

    /// <summary>Takes a message out that no redelivery has leased. While the store is away, only this process's memory is asked.</summary>
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

    /// <summary>Takes messages that are due from the queue and from this process.</summary>
    public async Task<IReadOnlyList<TakenMessage>> TakeAsync(string owner, int most)
    {
        var taken = new List<TakenMessage>();
        try
        {
            // First, or the queue would give out again what was delivered while the store was away.
            await FinishAsync();
            await copies.CompareAsync();
            taken.AddRange(Report(await queue.TakeAsync(owner, most, CancellationToken.None)));
            await MoveAsync();
        }
        catch (StoreUnavailableException)
        {
            // The store logs this itself.
        }

        if (HasFallback && memory.Kept > 0)
        {
            // Dead letters of this process are logged when they have moved into the queue, where operators find them.
            var turn = await memory.TakeAsync(owner, most, CancellationToken.None);
            taken.AddRange(turn.Taken.Select(message => message with { IsLocal = true }));
        }

        return taken;
    }

    /// <summary>
    /// Records that a backend took a message; returns <see langword="false"/> when that was recorded before. While the store is away, the
    /// queue is told later.
    /// </summary>
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

    /// <summary>Records that a backend took a message that <see cref="TakeAsync"/> returned.</summary>
    public Task<bool> DoneAsync(TakenMessage taken)
    {
        if (!taken.IsLocal)
        {
            return DoneAsync(taken.Message.Id, isRedelivery: true);
        }

        journal.Remove(taken.Message.Id);
        return memory.DoneAsync(taken.Message.Id, isRedelivery: true, CancellationToken.None).AsTask();
    }

    /// <summary>Gives a message back that <see cref="TakeAsync"/> returned.</summary>
    /// <param name="taken">The message.</param>
    /// <param name="order">How to keep it from now on.</param>
    /// <param name="hasFailed">Whether a backend failed; <see langword="false"/> when none was called.</param>
    public async Task<KeepResult> GiveBackAsync(TakenMessage taken, KeepOrder order, bool hasFailed)
    {
        try
        {
            var message = order.Message;
            var result = await (taken.IsLocal ? memory : queue).GiveBackAsync(
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
            // The message is due again when its lease ends.
            return KeepResult.Kept;
        }
    }

    /// <summary>Updates the gauges.</summary>
    public async Task CountAsync()
    {
        try
        {
            metrics.Show(await queue.CountAsync(service: null, CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            // The gauges keep the last numbers.
        }
    }

    private void Copy(KeepOrder order, KeepResult result)
    {
        if (HasFallback && !order.IsLeased && result == KeepResult.Kept)
        {
            copies.Put(order);
        }
    }

    private IReadOnlyList<TakenMessage> Report(QueueTurn turn)
    {
        foreach (var message in turn.Dead)
        {
            ReportDead(message);
        }

        return turn.Taken;
    }

    /// <summary>Logs and counts that a message became a dead letter.</summary>
    public void ReportDead(TakenMessage taken)
    {
        if (!taken.IsLocal)
        {
            ReportDead(taken.Message);
        }
    }

    private void ReportDead(KeptMessage message)
    {
        metrics.Add(message.Service, RedeliveryMetrics.Dead);
        Log.Dead(logger, message.MessageId, message.Service, message.Attempts, message.Failure);
    }

    private void Report(KeptMessage message, KeepResult result)
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
}
