using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <content>Start and stop: messages that an earlier process left, that move into the queue, or that stay for the next process.</content>
internal sealed partial class RedeliveryStore
{
    /// <summary>Reads the messages that an earlier process left in the journal.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!HasFallback)
        {
            return;
        }

        foreach (var line in journal.Open())
        {
            if (JournaledMessage.Read(line, clock.GetUtcNow()) is not { } order)
            {
                Log.Unreadable(logger, line.Id);
                journal.Remove(line.Id);
            }
            else if (await memory.KeepAsync(order, cancellationToken) != KeepResult.Kept)
            {
                // The service has MaxMessages. The next start reads it again.
                Log.LeftInJournal(logger, 1, order.Message.Service);
            }
        }
    }

    /// <summary>Moves the messages of this process into the queue, and logs those that stay in the journal or are lost.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FinishAsync();
            await MoveAsync();
        }
        catch (StoreUnavailableException)
        {
            // The messages that are left are logged below.
        }

        foreach (var (service, number) in memory.KeptByService(journal.Has))
        {
            Log.LeftInJournal(logger, number, service);
        }

        foreach (var (service, number) in memory.KeptByService(id => !journal.Has(id)))
        {
            metrics.Add(service, RedeliveryMetrics.Lost, number);
            Log.LostWithProcess(logger, number, service);
        }
    }

    private async Task FinishAsync()
    {
        while (_undone.TryPeek(out var done))
        {
            await queue.DoneAsync(done.Id, done.IsRedelivery, CancellationToken.None);
            _undone.TryDequeue(out _);
        }
    }

    private async Task MoveAsync()
    {
        if (!HasFallback)
        {
            return;
        }

        foreach (var order in memory.Movable(MovedAtATime))
        {
            var result = await queue.KeepAsync(order, CancellationToken.None);
            Copy(order, result);
            if (result != KeepResult.Full)
            {
                memory.Forget(order.Message.Id);
                journal.Remove(order.Message.Id);
            }
        }
    }

    private async Task<bool> JournalIfLateAsync(KeepOrder order, Task keeping)
    {
        if (!HasFallback || !journal.IsOn)
        {
            return false;
        }

        await keeping.WaitAsync(Prompt, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !keeping.IsCompleted && await JournalAsync(order);
    }

    private Task<bool> JournalAsync(KeepOrder order)
        => HasFallback && journal.IsOn
            ? journal.AppendAsync(order.Message.Id, JournaledMessage.Write(order, clock.GetUtcNow()))
            : Task.FromResult(false);
}
