namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>All message transforms of the host.</summary>
/// <param name="InOrder">The transforms, from the first that gets a push to the last before the backend.</param>
internal sealed record MessageTransforms(IReadOnlyList<IMessageTransform> InOrder);
