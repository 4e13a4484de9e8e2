namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>What a look into the queue brought.</summary>
/// <param name="Taken">The messages that were due, now the taker's.</param>
/// <param name="Buried">Those whose time was up, now dead letters.</param>
internal sealed record QueueTurn(IReadOnlyList<TakenMessage> Taken, IReadOnlyList<KeptMessage> Buried);
