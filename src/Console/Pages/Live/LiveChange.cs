using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Live;

/// <summary>A replica that was lost, and the one that is listened to in its place.</summary>
/// <param name="Lost">The lost one.</param>
/// <param name="At">When it was lost.</param>
/// <param name="Instead">The other one.</param>
internal sealed record LiveChange(string Lost, DateTimeOffset At, string Instead)
{
    /// <summary>Returns the change that a feed has been through.</summary>
    public static LiveChange Of(FeedState feed) => new(feed.Lost!, feed.LostAt!.Value, feed.Gateway!);
}
