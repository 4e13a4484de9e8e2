namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The result of one take.</summary>
/// <param name="Taken">The messages that were due. The caller has their leases.</param>
/// <param name="Dead">The messages whose time was up. They are dead letters now.</param>
internal sealed record QueueTurn(IReadOnlyList<TakenMessage> Taken, IReadOnlyList<KeptMessage> Dead);
