using WxYarpGateway.Console.Gateways.Queues;

namespace WxYarpGateway.Console.Pages.Undelivered;

/// <summary>One queue in the table.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Leased">How many are being delivered.</param>
/// <param name="Dead">How many were given up.</param>
public sealed record QueueRow(QueueAddress Queue, long Waiting, long Leased, long Dead)
{
    /// <summary>Gets the address of the page with its dead letters.</summary>
    public string Link => "/undelivered?" + string.Join('&', new[]
    {
        ("service", Queue.Service),
        ("appid", Queue.Appid),
        ("backend", Queue.Backend),
        ("gateway", Queue.Gateway),
    }.Where(one => one.Item2 is not null).Select(one => $"{one.Item1}={Uri.EscapeDataString(one.Item2!)}"));
}
