using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Live;

/// <summary>How the feeds are connected, put together.</summary>
/// <param name="Connected">The replicas that are listened to.</param>
/// <param name="Errors">Why others are not, each once.</param>
/// <param name="Changes">Which replicas were lost, when, and which ones are listened to in their place.</param>
/// <param name="IsNotKept">Whether no gateway has records.</param>
internal sealed record LiveState(
    IReadOnlyList<string> Connected, IReadOnlyList<GatewayError> Errors, IReadOnlyList<LiveChange> Changes, bool IsNotKept)
{
    private const int MostErrors = 3;
    private const int NotKeptStatus = StatusCodes.Status409Conflict;

    /// <summary>Gets the state before the first connection.</summary>
    public static LiveState None { get; } = new([], [], [], IsNotKept: false);

    /// <summary>Puts the states of all feeds together.</summary>
    public static LiveState Of(IEnumerable<FeedState> feeds)
    {
        var all = feeds.ToList();
        return new LiveState(
            [.. all.Where(feed => feed.IsConnected).Select(feed => feed.Gateway!).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
            [.. all.Where(feed => !feed.IsConnected).Select(feed => feed.Error ?? Closed(feed)).OfType<GatewayError>()
                .DistinctBy(error => error.Where).OrderBy(error => error.Where, StringComparer.Ordinal).Take(MostErrors)],
            [.. all.Where(feed => feed is { IsConnected: true, Lost: not null }).Select(LiveChange.Of)
                .GroupBy(change => (change.Lost, change.Instead)).Select(changes => changes.MaxBy(change => change.At)!)
                .OrderBy(change => change.Lost, StringComparer.Ordinal).ThenBy(change => change.Instead, StringComparer.Ordinal)],
            all.Count > 0 && all.All(feed => feed.Error?.Status == NotKeptStatus));
    }

    /// <summary>Returns whether another state looks the same.</summary>
    public bool IsSame(LiveState other)
        => IsNotKept == other.IsNotKept && Connected.SequenceEqual(other.Connected) && Errors.SequenceEqual(other.Errors)
            && Changes.SequenceEqual(other.Changes);

    // A stream that ended in order, as when a gateway stops.
    private static GatewayError? Closed(FeedState feed)
        => feed.Gateway is { } gateway ? new GatewayError(gateway, GatewayErrorKind.Broken) : null;
}
