using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>Has the host's routers choose the backend of the message.</summary>
internal sealed class RoutingTransform(IEnumerable<IMessageRouter> routers) : ImmediateTransform
{
    private readonly IMessageRouter[] _routers = [.. routers];

    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
    {
        foreach (var router in _routers)
        {
            if (router.Route(message) is { } reply)
            {
                return reply;
            }

            if (message.Target is not null)
            {
                break;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply) => reply;
}
