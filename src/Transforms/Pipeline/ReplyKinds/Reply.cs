namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>The answer to a push: a passive reply, <c>success</c>, or a refusal.</summary>
/// <remarks>The kinds that carry content derive from <see cref="PassiveReply"/>.</remarks>
public abstract record Reply
{
    private protected Reply()
    {
    }

    /// <summary>Gets the reply that says nothing to the user; on the wire <c>success</c>.</summary>
    public static Reply Success { get; } = new SuccessReply();

    /// <summary>Gets a value indicating whether the reply has no content. WeChat shows an error in place of an empty message.</summary>
    internal virtual bool IsEmpty => false;

    /// <summary>Returns the name of the kind only, so that a reply's text never reaches a log.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Nothing for the user: WeChat reads <c>success</c> and does not send the push again.</summary>
public sealed record SuccessReply : Reply
{
    internal override bool IsEmpty => true;
}
