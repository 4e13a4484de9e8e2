using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pages.Undelivered;

/// <summary>What the page shows.</summary>
/// <param name="Queues">The queues, those with dead letters first.</param>
/// <param name="Errors">Why some are not known.</param>
/// <param name="IsSwitchedOn">Whether a service redelivers: a platform's accounts have a queue from their first such message on.</param>
public sealed record UndeliveredModel(IReadOnlyList<QueueRow> Queues, IReadOnlyList<GatewayError> Errors, bool IsSwitchedOn)
{
    /// <summary>Gets a value indicating whether there are queues that only one replica has.</summary>
    public bool HasOwn => Queues.Any(row => row.Queue.Gateway is not null);

    /// <summary>Gets a value indicating whether all messages were delivered.</summary>
    public bool IsEmpty => Queues.All(row => row is { Waiting: 0, Leased: 0, Dead: 0 });

    /// <summary>Returns a queue by the parts of its address; null when a gateway names no such one.</summary>
    internal QueueRow? Find(string? service, string? appid, string? backend, string? gateway)
        => Queues.FirstOrDefault(row => row.Queue.Service == service && row.Queue.Appid == appid && row.Queue.Backend == backend
            && row.Queue.Gateway == gateway);
}
