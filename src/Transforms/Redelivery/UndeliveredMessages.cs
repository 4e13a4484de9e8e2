using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The messages that no backend has taken, of all replicas that share a store, for people who look after them.</summary>
/// <remarks>All methods that ask the store throw <see cref="StoreUnavailableException"/> when it is away.</remarks>
public sealed class UndeliveredMessages
{
    // The connection to Redis is opened by the first call, so early calls may take too long.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int Attempts = 10;

    private readonly IRedeliveryQueue _queue;
    private readonly RedeliveryMetrics _metrics;
    private readonly TimeProvider _clock;

    internal UndeliveredMessages(IRedeliveryQueue queue, RedeliveryMetrics metrics, TimeProvider clock)
    {
        _queue = queue;
        _metrics = metrics;
        _clock = clock;
    }

    /// <summary>
    /// Gets the counts that this replica saw last, some seconds ago at most while the store answers. Services without are missing.
    /// </summary>
    public IReadOnlyList<QueueCount> LastCounts => _metrics.Counts;

    /// <summary>Counts the messages of a service now.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<QueueCount> CountAsync(string service, CancellationToken cancellationToken)
        => await _queue.CountAsync(service, cancellationToken) is [var own, ..] ? own : QueueCount.None(service);

    /// <summary>Counts the messages of all queues that have any now: those of services, and those of copies.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public ValueTask<IReadOnlyList<QueueCount>> CountAllAsync(CancellationToken cancellationToken)
        => _queue.CountAsync(service: null, cancellationToken);

    /// <summary>Lists a queue's dead letters, the oldest first.</summary>
    /// <param name="service">The queue: a service's name, or what <c>MessageCopies.QueueOf</c> returns.</param>
    /// <param name="most">How many to list at most.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<IReadOnlyList<DeadLetterSummary>> ListDeadAsync(string service, int most, CancellationToken cancellationToken)
    {
        var letters = await _queue.ListDeadAsync(service, most, cancellationToken);
        return
        [
            .. letters.Select(letter => new DeadLetterSummary(
                letter.Id,
                letter.Message.MessageId,
                letter.Message.Type,
                letter.Message.ReceivedAt,
                letter.Message.Attempts,
                letter.Message.Failure)),
        ];
    }

    /// <summary>Makes one dead letter of a queue due again, or all of them.</summary>
    /// <param name="service">The queue: a service's name, or what <c>MessageCopies.QueueOf</c> returns.</param>
    /// <param name="id">The dead letter's id; <see langword="null"/> for all.</param>
    /// <param name="maxAge">How long they are delivered again: the service's <c>Redelivery:MaxAge</c>.</param>
    /// <param name="maxMessages">How many messages the queue may have: the service's <c>Redelivery:MaxMessages</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many are due again: fewer than there are when <paramref name="maxMessages"/> does not allow more.</returns>
    public ValueTask<int> RequeueAsync(string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken)
        => _queue.RequeueAsync(service, id, maxAge, maxMessages, cancellationToken);

    /// <summary>Deletes a dead letter of a queue.</summary>
    /// <param name="service">The queue: a service's name, or what <c>MessageCopies.QueueOf</c> returns.</param>
    /// <param name="id">The dead letter's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was there.</returns>
    public ValueTask<bool> DeleteDeadAsync(string service, string id, CancellationToken cancellationToken)
        => _queue.DeleteDeadAsync(service, id, cancellationToken);

    /// <summary>
    /// Puts the messages in the journal of a lost process into the queue. A second import of the same file changes nothing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read the file.</exception>
    public async ValueTask<JournalImport> ImportJournalAsync(string path, CancellationToken cancellationToken)
    {
        var content = JournalContent.ReadFile(path);

        // A call that nobody waited for any longer is carried out all the same, and another replica may then have the message before it is
        // imported. So the call that opens the connection is one that changes nothing.
        await InsistAsync(() => _queue.FindAsync([], cancellationToken), cancellationToken);
        var import = new JournalImport(0, 0, 0, content.Damaged);
        foreach (var line in content.Lines)
        {
            import = JournaledMessage.Read(line, _clock.GetUtcNow()) is not { } order
                ? import with { Unreadable = import.Unreadable + 1 }
                : await InsistAsync(() => _queue.KeepAsync(order, cancellationToken), cancellationToken) switch
                {
                    KeepResult.Full => import with { Full = import.Full + 1 },
                    KeepResult.Kept => import with { Imported = import.Imported + 1 },
                    _ => import with { Known = import.Known + 1 },
                };
        }

        return import;
    }

    private async Task<T> InsistAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, _clock, cancellationToken);
            }
        }
    }
}
