namespace WxYarpGateway.Transforms.Messages;

/// <summary>Sends replies that come when WeChat was answered already.</summary>
internal interface ILateReplies
{
    /// <summary>Sends the reply to a message as the service wants late replies sent, and tells what became of it; does not fail.</summary>
    Task SendAsync(MessageContext message, Reply reply, CancellationToken cancellationToken);
}
