namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Completes once the response to a push has left. Only a message with something to send afterwards has this state.</summary>
internal sealed class ResponseEnd() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
