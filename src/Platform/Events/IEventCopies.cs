using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.Events;

/// <summary>Delivers the copies of authorization events, each on its own. Register it as a singleton.</summary>
public interface IEventCopies
{
    /// <summary>Takes over the copies of an event. It may be called again for the same event: its id is the same then.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="copied">The event and where its copies go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask DeliverAsync(WeChatPlatform platform, CopiedEvent copied, CancellationToken cancellationToken);
}
