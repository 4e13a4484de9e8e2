using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
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

        message.Target = ApiOf(message) ?? (ruling.Served is { } served ? served.MessageTarget : ruling.Platform.MessageTarget);
        if (ruling.Routed is { } routed)
        {
            return Follow(ruling.Platform, message, routed);
        }

        Note(message, "");
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

    private static void Note(MessageContext message, string rule)
    {
        if (rule.Length > 0 || message.Target?.Backend is not null)
        {
            message.GetOrAddState(new RecordedRoute(rule, message.Target?.Backend ?? ""));
        }
    }

    private Reply? Follow(WeChatPlatform platform, MessageContext message, RoutedMessage routed)
    {
        message.Target = routed.Target ?? message.Target;
        Note(message, routed.Rule);
        if (routed.Copies.Count > 0)
        {
            foreach (var one in _copies)
            {
                one.Deliver(platform, message, routed);
            }
        }

        return routed.IsDropped ? Reply.Success : null;
    }
}
