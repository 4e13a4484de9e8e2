using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>Has the host's routers choose the backend of the message, and waits on the way out until copies are kept.</summary>
internal sealed class RoutingTransform(IEnumerable<IMessageRouter> routers) : TwoWayTransform
{
    private readonly IMessageRouter[] _routers = [.. routers];

    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        foreach (var router in _routers)
        {
            if (router.Route(message) is { } reply)
            {
                return KeepingOf(message) is { } kept ? AwaitAsync<Reply?>(kept, reply) : new ValueTask<Reply?>(reply);
            }

            if (message.Target is not null)
            {
                break;
            }
        }

        message.Steps?.Routed();
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<Reply> SendAsync(MessageContext message, Reply reply)
        => KeepingOf(message) is { } kept ? AwaitAsync(kept, reply) : new ValueTask<Reply>(reply);

    /// <inheritdoc/>
    public override ValueTask FailAsync(MessageContext message, Exception exception)
        => KeepingOf(message) is { } kept ? new ValueTask(kept) : default;

    private static Task? KeepingOf(MessageContext message)
        => message.GetState<CopyKeeping>() is { Kept: { IsCompleted: false } kept } ? kept : null;

    private static async ValueTask<T> AwaitAsync<T>(Task kept, T reply)
    {
        await kept;
        return reply;
    }
}
