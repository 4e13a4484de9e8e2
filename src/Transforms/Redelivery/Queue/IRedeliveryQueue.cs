namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The messages that no backend has taken. Each method is one atomic step; each may throw when the store is away.</summary>
/// <remarks>
/// A message waits, is leased to an owner, or is a dead letter. A lease ends by itself unless it is renewed. The queue remembers for a
/// while that a message is over, so that an owner who lost the lease without knowing cannot bring the message back.
/// docs/adr/0013-the-states-of-a-message.md shows all states.
/// </remarks>
internal interface IRedeliveryQueue
{
    /// <summary>Keeps a message. Changes how it is kept when the caller has its lease or nobody has.</summary>
    ValueTask<KeepResult> KeepAsync(KeepOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Leases messages that are due to the caller, of all services in turn, and makes dead letters of those whose time is up. After a
    /// backend failed, the queue gives out one message of its service at a time, then two, then four, counting those of all replicas.
    /// </summary>
    ValueTask<QueueTurn> TakeAsync(string owner, int most, CancellationToken cancellationToken);

    /// <summary>Reports which messages are over (delivered or dead), and which the queue does not know.</summary>
    ValueTask<QueueReport> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Renews leases, and reports those that the owner no longer has.</summary>
    ValueTask<QueueReport> RenewAsync(IReadOnlyList<(string Id, string Owner)> leases, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a backend took a message, whoever has its lease; returns <see langword="false"/> when that was recorded before.
    /// </summary>
    /// <param name="id">The message's id.</param>
    /// <param name="isRedelivery">Whether this was a redelivery, after which more messages of the service are given out at a time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<bool> DoneAsync(string id, bool isRedelivery, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a message out without a trace; returns <see langword="false"/> when a redelivery has its lease, or when it is over.
    /// </summary>
    ValueTask<bool> TryRemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the lease of a redelivery whose backend failed or, when <paramref name="failure"/> is <see langword="null"/>, was not called.
    /// </summary>
    ValueTask<KeepResult> GiveBackAsync(
        string id, string owner, int attempts, string? failure, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Counts the messages of a service, or of all services that have any.</summary>
    ValueTask<IReadOnlyList<QueueCount>> CountAsync(string? service, CancellationToken cancellationToken);

    /// <summary>Lists a service's dead letters, the oldest first.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(string service, int most, CancellationToken cancellationToken);

    /// <summary>Makes one dead letter, or all, due again; returns how many.</summary>
    ValueTask<int> RequeueAsync(string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter; returns whether it was there.</summary>
    ValueTask<bool> DeleteDeadAsync(string service, string id, CancellationToken cancellationToken);
}
