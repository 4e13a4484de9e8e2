using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>
/// Sends an authorizer's message to its backend: a rule's, the <c>MessageApi</c> of its login, the authorizer's own, the platform's.
/// </summary>
internal sealed class PlatformRouter(IEnumerable<IMessageCopies> copies, IEnumerable<IMessageApis> apis) : IMessageRouter
{
    private readonly IMessageCopies[] _copies = [.. copies];
    private readonly IMessageApis[] _apis = [.. apis];

    /// <inheritdoc/>
    public Reply? Route(MessageContext message)
    {
        if (message.GetState<Ruling>() is not { } ruling)
        {
            return null;
        }

        message.Target = ApiOf(message) ?? ruling.OwnTarget;
        if (ruling.Routed is { } routed)
        {
            return Follow(ruling, message, routed);
        }

        Note(message, ruling);
        return null;
    }

    private MessageTarget? ApiOf(MessageContext message)
    {
        foreach (var one in _apis)
        {
            if (one.TargetOf(message.Service.Account) is { } target)
            {
                return target;
            }
        }

        return null;
    }

    private static void Note(MessageContext message, Ruling ruling)
    {
        if (ruling.Routed is { Rule.Length: > 0 } || message.Target?.Backend is not null)
        {
            message.GetOrAddState(ruling.RecordedTo(message.Target));
        }
    }

    private Reply? Follow(Ruling ruling, MessageContext message, RoutedMessage routed)
    {
        message.Target = routed.Target ?? message.Target;
        Note(message, ruling);
        if (routed.Copies.Count > 0)
        {
            foreach (var one in _copies)
            {
                one.Deliver(ruling.Platform, message, routed);
            }
        }

        return routed.IsDropped ? Reply.Success : null;
    }
}
