using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The rest of a message's way: the transforms that follow, and the backend.</summary>
/// <param name="message">The message on its way in.</param>
/// <param name="cancellationToken">Cancelled when the message is given up.</param>
/// <returns>The reply for WeChat.</returns>
#pragma warning disable CA1711 // Named after its models, RequestDelegate and EndpointFilterDelegate.
public delegate ValueTask<Reply> MessageDelegate(MessageContext message, CancellationToken cancellationToken);
#pragma warning restore CA1711
