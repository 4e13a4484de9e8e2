namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The messages that no backend has taken. Each step is atomic; each may throw when the store is away.</summary>
/// <remarks>
/// A message is waiting, held by its owner, or dead. A hold ends by itself unless it is renewed. What was delivered is remembered for a
/// while, so that an owner who lost his hold without knowing cannot bring the message back.
/// </remarks>
internal interface IRedeliveryQueue
{
    /// <summary>Keeps a message, or keeps it in another way when its owner or nobody holds it.</summary>
    ValueTask<KeepResult> KeepAsync(KeepOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Takes messages that are due, of all services in turn, and buries those whose time is up. Of a service whose backend failed, one at a
    /// time is given out, then two, then four: all replicas together.
    /// </summary>
    ValueTask<QueueTurn> TakeAsync(string owner, int most, CancellationToken cancellationToken);

    /// <summary>Says of messages which are over, delivered or dead, and which the queue knows nothing of.</summary>
    ValueTask<Standing> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Prolongs holds, and says which of them there are no more.</summary>
    ValueTask<Standing> RenewAsync(IReadOnlyList<(string Id, string Owner)> holds, CancellationToken cancellationToken);

    /// <summary>Says that a backend took a message, whoever holds it; returns whether nobody had said so before.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="isRedelivery">Whether the service's pace depends on it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> DoneAsync(string id, bool isRedelivery, CancellationToken cancellationToken);

    /// <summary>Takes a message out that no re-delivery is at work on, as if it had never been here; returns <see langword="false"/> when one is, or when it is over.</summary>
    ValueTask<bool> TryRemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives a message back that was delivered again in vain, or, without a failure, not delivered at all.</summary>
    ValueTask<KeepResult> RetryAsync(string id, string owner, int attempts, string? failure, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Counts the messages of a service, or of all services that have any.</summary>
    ValueTask<IReadOnlyList<QueueCount>> CountAsync(string? service, CancellationToken cancellationToken);

    /// <summary>Lists a service's dead letters, the oldest first.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(string service, int most, CancellationToken cancellationToken);

    /// <summary>Has one dead letter, or all, delivered again; returns how many.</summary>
    ValueTask<int> RequeueAsync(string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter; returns whether it was there.</summary>
    ValueTask<bool> DeleteDeadAsync(string service, string id, CancellationToken cancellationToken);
}
