namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>Something for backends that is no push of a message, such as an authorization event.</summary>
/// <param name="Id">The id that all deliveries of it share: the queue has each copy of it once.</param>
/// <param name="Event">Its name, by which its path is <c>/event/{Event}</c>.</param>
/// <param name="Json">The JSON object that the backend gets. It must not change afterwards.</param>
public sealed record CopiedMessage(string Id, string Event, ReadOnlyMemory<byte> Json)
{
    /// <summary>Returns the name.</summary>
    public override string ToString() => Event;
}
