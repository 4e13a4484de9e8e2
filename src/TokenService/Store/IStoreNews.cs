namespace WxYarpGateway.TokenService.Store;

/// <summary>Tells all replicas that something changed, over the store's channel.</summary>
/// <remarks>
/// News are not kept: a replica that is cut off from the store does not hear them. So whoever listens also reads again from time to time
/// what the news are about.
/// </remarks>
public interface IStoreNews
{
    /// <summary>Has an action called for all news of a topic, those of this process included, in the order of their sender.</summary>
    /// <param name="topic">The topic: letters, digits and hyphens.</param>
    /// <param name="heard">The action; it gets the text, and must neither block nor throw.</param>
    /// <returns>Ends the subscription when it is disposed of.</returns>
    IDisposable Subscribe(string topic, Action<string> heard);

    /// <summary>Tells this process at once, and the other replicas as soon as the store passes it on.</summary>
    /// <param name="topic">The topic: letters, digits and hyphens.</param>
    /// <param name="text">The text, at most some hundred characters and no secret: the store's operator can read it.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>Whether the store took it; <see langword="false"/> while it is away.</returns>
    ValueTask<bool> PublishAsync(string topic, string text, CancellationToken cancellationToken);
}
