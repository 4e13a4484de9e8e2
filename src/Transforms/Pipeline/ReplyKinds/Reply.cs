namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>The answer to a push: a passive reply, <c>success</c>, or a refusal.</summary>
/// <remarks>The kinds that carry content derive from <see cref="PassiveReply"/>.</remarks>
public abstract record Reply
{
    private protected Reply()
    {
    }

    /// <summary>Gets the reply that shows the user nothing. WeChat gets <c>success</c>.</summary>
    public static Reply Success { get; } = new SuccessReply();

    /// <summary>Gets the refusal of a push that is not meant for this callback: 403 with an empty body.</summary>
    public static Reply Refused => RefusedReply.Forged;

    /// <summary>Gets the answer after which WeChat pushes again, where it does that at all: 503 with an empty body.</summary>
    public static Reply TryLater => RetryReply.Instance;

    /// <summary>Gets a value indicating whether the reply has no content. WeChat shows the user an error for an empty message.</summary>
    internal virtual bool IsEmpty => false;

    /// <summary>Returns the name of the kind only, so that no log can show a reply's text.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Shows the user nothing: WeChat gets <c>success</c> and does not retry the push.</summary>
public sealed record SuccessReply : Reply
{
    internal override bool IsEmpty => true;
}
