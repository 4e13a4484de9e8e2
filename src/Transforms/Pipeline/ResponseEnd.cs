namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Completes when the response to a push is sent. Only a message with more to send afterwards has this state.</summary>
internal sealed class ResponseEnd() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
