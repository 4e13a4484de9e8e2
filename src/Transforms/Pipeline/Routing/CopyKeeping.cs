namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>The keeping of a message's copies, for which WeChat's answer waits: what is answered must not be lost.</summary>
/// <param name="Kept">Ends when all copies are kept, or cannot be; it does not fail.</param>
internal sealed record CopyKeeping(Task Kept);
