using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.RedeliveryAttempts;

namespace WxYarpGateway.Platform.Rules;

/// <summary>Has the copies that rules want delivered.</summary>
internal sealed class RuleCopies(MessageCopies copies) : IMessageCopies
{
    /// <inheritdoc/>
    public void Deliver(WeChatPlatform platform, MessageContext message, RoutedMessage routed)
        => copies.Deliver(message, [.. routed.Copies.Select(copy => new MessageCopy(copy.Rule, copy.Target))]);
}
