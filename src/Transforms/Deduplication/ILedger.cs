using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The memory of messages already seen and of their replies. When it throws, messages go on without it.</summary>
internal interface ILedger
{
    /// <summary>
    /// Acquires a message's lease for this delivery, unless another has it. A plaintext push also records its signature, in the same step.
    /// </summary>
    ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the reply to a message whose lease another delivery has. Returns <see langword="null"/> when none came in time, and
    /// <see cref="AbandonedReply"/> when none will come.
    /// </summary>
    ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>
    /// Watches a message whose lease another delivery has, also while the store is away. Returns its reply; <see cref="AbandonedReply"/>
    /// when
    /// none will come; <see langword="null"/> when the owner was alive long enough to store the message in the redelivery queue itself.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="safe">The time after which an owner that is alive has stored the message in the redelivery queue.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OperationCanceledException">The watch was ended before anything was known.</exception>
    ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken);

    /// <summary>Records the reply to a message whose lease the caller has.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="inTime">Whether the delivery with the lease still waits for the reply.</param>
    /// <param name="cancellationToken">Gives up recording.</param>
    /// <returns>
    /// Whether a waiting retry takes the reply to the user. When none does and <paramref name="inTime"/> is <see langword="false"/>,
    /// <c>success</c> is recorded instead, so that a later retry does not repeat what is sent late.
    /// </returns>
    ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken);

    /// <summary>Counts a delivery of a message; returns its number, from 1.</summary>
    ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken);

    /// <summary>Records a reply for a delivery that waits for it or, when none does, for WeChat's next retry.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The reply; one that is recorded already stays.</param>
    /// <param name="cancellationToken">Gives up recording.</param>
    ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back a reply that was recorded for WeChat's next retry; returns <see langword="false"/> when a retry has taken it.
    /// </summary>
    ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken);

    /// <summary>Records that the last retry is answered without the reply; returns the reply when it has come after all.</summary>
    ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken);

    /// <summary>
    /// Releases a message's lease without a reply: the next retry, or one that waits, acquires it as if it were the first.
    /// </summary>
    ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken);
}
