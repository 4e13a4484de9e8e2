using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The memory of messages already seen, and of what was replied to them. When it throws, messages go on without it.</summary>
internal interface ILedger
{
    /// <summary>Claims a message for this delivery, if no other has; a plaintext push also lays claim to its signature, in the same step.</summary>
    ValueTask<Claim> ClaimAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the reply to a message that another delivery has claimed; returns <see langword="null"/> when none came in time, and
    /// <see cref="AbandonedReply"/> when none will come.
    /// </summary>
    ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>
    /// Watches over a message that another delivery has claimed and not yet answered, also while the store is away. Returns its reply;
    /// <see cref="AbandonedReply"/> when none will come; or <see langword="null"/> when whoever claimed the message lived to see to it that
    /// it is not lost with him.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="safe">After what time from now the message is in custody, if its claimer lives.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OperationCanceledException">The watch was ended before anything was known.</exception>
    ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken);

    /// <summary>Records the reply to a claimed message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="inTime">Whether the delivery that claimed the message still waits for the reply.</param>
    /// <param name="cancellationToken">Gives up recording.</param>
    /// <returns>
    /// Whether the reply reaches the user through a waiting re-delivery. When it does not and <paramref name="inTime"/> is
    /// <see langword="false"/>, <c>success</c> is recorded instead, so that a later re-delivery does not repeat what is sent late.
    /// </returns>
    ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken);

    /// <summary>Counts one more of WeChat's deliveries of a message; returns which one it is, from 1.</summary>
    ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken);

    /// <summary>Leaves a reply to a delivery that waits for it or, when none does, to WeChat's next.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The reply; one that is recorded already stays.</param>
    /// <param name="cancellationToken">Gives up recording.</param>
    ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken);

    /// <summary>Takes back a reply that was left to WeChat's next delivery; returns <see langword="false"/> when a delivery has taken it.</summary>
    ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken);

    /// <summary>Says that the last of WeChat's deliveries is answered without the reply; returns the reply when it is there after all.</summary>
    ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken);

    /// <summary>Gives a claimed message back unanswered: the next delivery, or one that waits, gets it as if it were the first.</summary>
    ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken);
}
