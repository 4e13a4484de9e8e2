using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Transforms.Redelivery;

/// <content>From the start to the stop: what a process before this one has left, what moves into the queue, what is left to the next.</content>
internal sealed partial class RedeliveryStore
{
    /// <summary>Takes up what a process before this one could not hand over.</summary>
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
                // As many as may be are kept: the next start takes it up.
                Log.LeftInJournal(logger, 1, order.Message.Service);
            }
        }
    }

    /// <summary>Moves what this process still has to where others find it; what must stay behind is lost with it, and told.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FinishAsync();
            await MoveAsync();
        }
        catch (StoreUnavailableException)
        {
            // What is left is told below.
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
        => HasFallback && journal.IsOn ? journal.AppendAsync(order.Message.Id, JournaledMessage.Write(order, clock.GetUtcNow())) : Task.FromResult(false);
}
