using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>What reads the backend's answer when a message is delivered again. All else was done when it came: it is kept as it reached the backend.</summary>
/// <param name="InOrder">The transforms.</param>
internal sealed record RedeliveryTransforms(IReadOnlyList<IMessageTransform> InOrder);
