using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The rest of the pipeline: the transforms that follow, and the backend.</summary>
/// <param name="message">The message.</param>
/// <param name="cancellationToken">Cancelled at shutdown and when the backend call times out.</param>
/// <returns>The reply for WeChat.</returns>
#pragma warning disable CA1711 // The name follows ASP.NET Core's RequestDelegate and EndpointFilterDelegate.
public delegate ValueTask<Reply> MessageDelegate(MessageContext message, CancellationToken cancellationToken);
#pragma warning restore CA1711
