using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>
/// The transforms that read the backend's answer of a redelivery. The others have changed the message already: it is kept as it reached the
/// backend.
/// </summary>
/// <param name="InOrder">The transforms.</param>
internal sealed record RedeliveryTransforms(IReadOnlyList<IMessageTransform> InOrder);
