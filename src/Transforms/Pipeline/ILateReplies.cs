using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

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

    /// <summary>Has what follows the reply in a push's response reach the user, in order; returns at once and does not fail.</summary>
    /// <param name="message">The message.</param>
    /// <param name="form">The form in which the reply goes.</param>
    /// <param name="before">What is waited for before anything is sent, for some seconds at most.</param>
    void SendAfter(MessageContext message, PassiveForm form, Task before);
}
