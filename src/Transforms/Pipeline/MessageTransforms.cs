namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>All transforms of the host, from the first that sees a message to the last before the backend.</summary>
/// <param name="InOrder">The transforms.</param>
internal sealed record MessageTransforms(IReadOnlyList<IMessageTransform> InOrder);
