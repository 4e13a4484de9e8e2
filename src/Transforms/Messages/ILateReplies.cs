namespace WxYarpGateway.Transforms.Messages;

/// <summary>Sends replies that come when WeChat was answered already.</summary>
internal interface ILateReplies
{
    /// <summary>Sends the reply to a message as the service wants late replies sent, and tells what became of it; does not fail.</summary>
    Task SendAsync(MessageContext message, Reply reply, CancellationToken cancellationToken);

    /// <summary>Takes charge of a message that WeChat was already answered for.</summary>
    /// <param name="message">The message.</param>
    /// <param name="work">What is still being done for it.</param>
    /// <param name="giveUp">Ends that work; this takes it over.</param>
    void Follow(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp);
}
