using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>The result of one call of the backend for a kept message.</summary>
/// <param name="Message">The message as the backend got it; <see langword="null"/> when no backend was called.</param>
/// <param name="Answer">The backend's answer; <see langword="null"/> when there is none.</param>
/// <param name="Failure">A sentence that says why the call failed; empty when it did not.</param>
/// <param name="Attempts">The number of backend calls for the message so far.</param>
internal sealed record AttemptResult(MessageContext? Message, BackendAnswer? Answer, string Failure, int Attempts);
