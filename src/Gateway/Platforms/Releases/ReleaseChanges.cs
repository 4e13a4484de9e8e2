using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>Which changes of mini programs a reader has seen.</summary>
internal sealed class ReleaseChanges
{
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, (DateTimeOffset At, ItemState State)> _seen = new(StringComparer.Ordinal);

    /// <summary>Begins.</summary>
    /// <param name="start">When the reader came: what changed before is in the numbers, and in <c>…/items</c>.</param>
    public ReleaseChanges(DateTimeOffset start) => _start = Since = start;

    /// <summary>Gets the time of the last change seen.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Returns those of some mini programs that the reader has not seen so.</summary>
    public IReadOnlyList<ReleaseItem> New(IReadOnlyList<ReleaseItem> items)
    {
        var changed = new List<ReleaseItem>();
        foreach (var item in items)
        {
            Since = item.UpdatedAt > Since ? item.UpdatedAt : Since;
            var now = (item.UpdatedAt, item.State);
            if (item.UpdatedAt >= _start && (!_seen.TryGetValue(item.AppId.Value, out var before) || before != now))
            {
                _seen[item.AppId.Value] = now;
                changed.Add(item);
            }
        }

        return changed;
    }
}
