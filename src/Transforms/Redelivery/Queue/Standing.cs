namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>How messages stand in the queue, of those that do not stand there as they were left.</summary>
/// <param name="Gone">Messages that are somebody else's by now, or over.</param>
/// <param name="Unknown">Messages that the queue knows nothing of: it was emptied, or away when they were to be entered.</param>
internal sealed record Standing(IReadOnlyList<string> Gone, IReadOnlyList<string> Unknown);
