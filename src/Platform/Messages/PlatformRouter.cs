using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>Chooses the backend of an authorizer's message: a rule's, the authorizer's own, the platform's.</summary>
internal sealed class PlatformRouter(
    PlatformCatalog platforms, AuthorizerRegistry authorizers, IEnumerable<IMessageRoutes> rules, IEnumerable<IMessageCopies> copies)
    : IMessageRouter
{
    private readonly IMessageRoutes[] _rules = [.. rules];
    private readonly IMessageCopies[] _copies = [.. copies];

    /// <inheritdoc/>
    public Reply? Route(MessageContext message)
    {
        var account = message.Service.Account;
        if (account.Component is null || !platforms.TryGet(account.Service, out var platform))
        {
            return null;
        }

        var served = authorizers.BookOf(platform.AppId).Find(account.AppId.Value) is { Authorizer.IsServed: true } entry
            ? entry.Under(platform) : null;
        message.Target = served is null ? platform.MessageTarget : served.MessageTarget;
        var facts = new MessageFacts(account.AppId.Value, account.Kind, served?.Tags ?? [], "", message.MsgType, message.Event);
        foreach (var rule in _rules)
        {
            if (rule.Route(platform, facts) is { } routed)
            {
                return Follow(platform, message, routed);
            }
        }

        Note(message, "");
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
