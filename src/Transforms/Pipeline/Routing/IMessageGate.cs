using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>
/// A host's look at each message as soon as its service is known: before the deadline starts and the ledger remembers it.
/// </summary>
/// <remarks>
/// The message is verified, decrypted and JSON; it may be one of WeChat's retries. Register a gate as a singleton. Every push waits for
/// the gates, so most answer at once.
/// </remarks>
public interface IMessageGate
{
    /// <summary>Returns the answer to a message that goes no further; <see langword="null"/> lets it pass.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled at shutdown. It is not cancelled when WeChat disconnects.</param>
    ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken);
}
