namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The number of a service's messages in the queue.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Waiting">Those that wait for a redelivery.</param>
/// <param name="Leased">Those that a replica works on.</param>
/// <param name="Dead">The dead letters.</param>
/// <param name="Oldest">How long the oldest that is no dead letter has been kept; <see langword="null"/> when there is none.</param>
public sealed record QueueCount(string Service, long Waiting, long Leased, long Dead, TimeSpan? Oldest)
{
    /// <summary>Returns the count of a service without messages.</summary>
    internal static QueueCount None(string service) => new(service, 0, 0, 0, null);
}
