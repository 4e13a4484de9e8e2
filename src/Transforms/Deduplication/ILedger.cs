using WxYarpGateway.Transforms.Messages;

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
    ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan patience, CancellationToken cancellationToken);

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
}
