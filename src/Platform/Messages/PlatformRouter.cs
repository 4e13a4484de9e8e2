using WxYarpGateway.Platform.Authorizers;
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
    private volatile RecordedRoute? _last;

    /// <inheritdoc/>
    public Reply? Route(MessageContext message)
    {
        if (message.GetState<AuthorizerEntry.Served>() is { } served)
        {
            message.Target = ApiOf(message) ?? served.MessageTarget;
            Note(message, "");
        }
        else if (message.GetState<Ruling>() is { } ruling)
        {
            message.Target = ApiOf(message) ?? ruling.OwnTarget;
            if (ruling.Routed is { } routed)
            {
                return Follow(ruling.Platform, message, routed);
            }

            Note(message, "");
        }

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

    private void Note(MessageContext message, string rule)
    {
        if (rule.Length > 0 || message.Target?.Backend is not null)
        {
            message.GetOrAddState(RecordedOf(rule, message.Target?.Backend ?? ""));
        }
    }

    // Most messages go the same way.
    private RecordedRoute RecordedOf(string rule, string backend)
        => _last is { } last && last.Rule == rule && last.Backend == backend ? last : _last = new RecordedRoute(rule, backend);

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
