using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>A copy of a message, which is delivered and repeated on its own, and whose answer nobody reads.</summary>
/// <param name="Rule">The name of the rule that wants it.</param>
/// <param name="Target">Where it goes, and in which form.</param>
public sealed record RoutedCopy(string Rule, MessageTarget Target);
