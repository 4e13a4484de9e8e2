namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>How many messages of a service are kept.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Waiting">Those that wait to be delivered again.</param>
/// <param name="Held">Those that somebody is at work on.</param>
/// <param name="Dead">The dead letters.</param>
/// <param name="Oldest">How long the oldest of those that are not dead has been kept; <see langword="null"/> when there is none.</param>
internal sealed record QueueCount(string Service, long Waiting, long Held, long Dead, TimeSpan? Oldest)
{
    /// <summary>Returns the count of a service that has nothing kept.</summary>
    public static QueueCount None(string service) => new(service, 0, 0, 0, null);
}
