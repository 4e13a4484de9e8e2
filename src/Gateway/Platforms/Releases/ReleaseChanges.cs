using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>Which changes of mini programs a reader has seen.</summary>
/// <param name="start">When the reader came.</param>
internal sealed class ReleaseChanges(DateTimeOffset start)
{
    private readonly Dictionary<string, (DateTimeOffset At, ItemState State)> _seen = new(StringComparer.Ordinal);

    /// <summary>Gets the time of the last change seen.</summary>
    public DateTimeOffset Since { get; private set; } = start;

    /// <summary>Returns those of some mini programs that the reader has not seen so.</summary>
    public IReadOnlyList<ReleaseItem> New(IReadOnlyList<ReleaseItem> items)
    {
        var changed = new List<ReleaseItem>();
        foreach (var item in items)
        {
            Since = item.UpdatedAt > Since ? item.UpdatedAt : Since;
            var now = (item.UpdatedAt, item.State);
            if (!_seen.TryGetValue(item.AppId.Value, out var before) || before != now)
            {
                _seen[item.AppId.Value] = now;
                changed.Add(item);
            }
        }

        return changed;
    }
}
