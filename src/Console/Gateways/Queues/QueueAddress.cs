namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>One queue of messages that no backend took.</summary>
/// <param name="Service">The service or platform.</param>
/// <param name="IsPlatform">Whether it is a platform, each account of which has a queue of its own.</param>
public sealed record QueueAddress(string Service, bool IsPlatform)
{
    /// <summary>Gets the account in the platform's care; null for a plain service's queue and for copies.</summary>
    public string? Appid { get; init; }

    /// <summary>Gets the backend whose copies these are; null for messages.</summary>
    public string? Backend { get; init; }

    /// <summary>Gets the replica that has the queue in its memory; null for one that all replicas share.</summary>
    public string? Gateway { get; init; }

    /// <summary>Gets its name for people and the audit log.</summary>
    public string Name => Appid is not null ? $"{Service}/{Appid}" : Backend is not null ? $"{Service}/copies/{Backend}" : Service;

    /// <summary>Returns a path of the queue.</summary>
    public GatewayPath Path(params ReadOnlySpan<string> below) => GatewayPath.Of([.. Root(), .. below]);

    private string[] Root() => this switch
    {
        { IsPlatform: true, Appid: { } appid } => ["platform", Service, "redelivery", "authorizers", appid],
        { IsPlatform: true, Backend: { } backend } => ["platform", Service, "redelivery", "copies", backend],
        _ => ["redelivery", Service],
    };
}
