using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Finished replies that wait for their users' next messages, for <see cref="KeptReplyLimits.Lifetime"/>. Each step may throw when the store is away.</summary>
internal interface IKeptReplies
{
    /// <summary>Returns whether a service may have any; <see langword="false"/> is certain but for the moment that news takes from one replica to the next.</summary>
    bool MayHave(string service);

    /// <summary>Keeps the reply to a message; does nothing when that is kept already.</summary>
    ValueTask<KeepingResult> KeepAsync(Conversation conversation, UInt128 message, Reply reply, CancellationToken cancellationToken);

    /// <summary>Takes the user's oldest reply for another message; the same message gets the same reply again.</summary>
    ValueTask<TakenReply> TakeAsync(Conversation conversation, UInt128 forMessage, CancellationToken cancellationToken);

    /// <summary>Takes the reply to a message for a further delivery of that message itself.</summary>
    ValueTask<Reply?> TakeOwnAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken);

    /// <summary>Notes that the user was asked to wait for the answer to a message.</summary>
    ValueTask AwaitAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken);

    /// <summary>Notes that the answer to a message is not waited for any more: nothing will be kept.</summary>
    ValueTask ForgetAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken);
}
