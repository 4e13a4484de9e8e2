using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>One concern applied to a message going in and undone on the reply coming out.</summary>
/// <remarks>
/// Transforms are singletons and run in the order of <c>TransformsExtensions</c>. A host adds its own with <c>AddMessageTransform</c>.
/// Those run last, just before the backend: the message is verified, decrypted, converted to JSON and not a retry.
/// To answer without the backend, return a <see cref="Reply"/> and do not call <c>next</c>.
/// </remarks>
public interface IMessageTransform
{
    /// <summary>Changes the message, calls <paramref name="next"/>, and changes the reply.</summary>
    /// <param name="message">The message.</param>
    /// <param name="next">The next transform, or the backend after the last one.</param>
    /// <param name="cancellationToken">
    /// Cancelled at shutdown and when the backend call times out. It is not cancelled when WeChat disconnects.
    /// </param>
    /// <returns>The reply for WeChat.</returns>
    ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken);
}
