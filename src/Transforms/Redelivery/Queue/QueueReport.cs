namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>Reports which messages the caller no longer owns and which the queue has lost.</summary>
/// <param name="Gone">Messages that another owner has, or that are over.</param>
/// <param name="Unknown">Messages that the queue does not know: its store lost them, or was away when they were to be kept.</param>
internal sealed record QueueReport(IReadOnlyList<string> Gone, IReadOnlyList<string> Unknown);
