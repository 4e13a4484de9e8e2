using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Finished replies that are kept for users' next messages, for <see cref="KeptReplyLimits.Lifetime"/>.</summary>
/// <remarks>Every call may throw while the store is down.</remarks>
internal interface IKeptReplies
{
    /// <summary>Returns whether a service may have kept replies; <see langword="false"/> may be late by a replica's announcement.</summary>
    bool MayHave(string service);

    /// <summary>Keeps the reply to a message, unless it is kept already.</summary>
    ValueTask<KeepingResult> KeepAsync(Conversation conversation, UInt128 message, Reply reply, CancellationToken cancellationToken);

    /// <summary>Takes the user's oldest reply for another message. The same message gets the same reply again.</summary>
    ValueTask<TakenReply> TakeAsync(Conversation conversation, UInt128 forMessage, CancellationToken cancellationToken);

    /// <summary>Takes the reply to a message for a retry of that message.</summary>
    ValueTask<Reply?> TakeOwnAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken);

    /// <summary>Records that the user was asked to wait for the answer to a message.</summary>
    ValueTask AwaitAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken);

    /// <summary>Records that a message will have no answer to keep.</summary>
    ValueTask ForgetAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken);
}
