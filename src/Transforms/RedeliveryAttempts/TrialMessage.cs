using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>A message that an operator sends to a backend by hand.</summary>
/// <param name="Service">The service that the message is for.</param>
/// <param name="Target">Where it goes; <see langword="null"/> for the service's own backend.</param>
/// <param name="Json">The message, as a backend gets it.</param>
/// <param name="Mark">What the backend learns: <c>Test</c> is sent as <c>X-WeChat-Test: 1</c>.</param>
/// <param name="Timeout">How long to wait for the answer.</param>
public sealed record TrialMessage(WeChatService Service, MessageTarget? Target, ReadOnlyMemory<byte> Json, string Mark, TimeSpan Timeout)
{
    /// <summary>Returns the service's name. The message may be a user's.</summary>
    public override string ToString() => $"{Service.Name}: {Mark}";
}
