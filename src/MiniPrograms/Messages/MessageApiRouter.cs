using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Messages;

/// <summary>Sends the messages of a service with a <c>Login:MessageApi</c> there. Accounts of platforms have rules before it.</summary>
internal sealed class MessageApiRouter(MessageApis apis) : IMessageRouter
{
    /// <inheritdoc/>
    public Reply? Route(MessageContext message)
    {
        if (message.Service.Account is { Component: null } account && apis.TargetOf(account) is { } target)
        {
            message.Target = target;
        }

        return null;
    }
}
