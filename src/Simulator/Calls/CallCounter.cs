using System.Collections.Concurrent;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Counts the calls of the WeChat API, including those that a planned fault or an errcode answered.</summary>
public sealed class CallCounter
{
    private readonly ConcurrentDictionary<(string Path, string AppId), int> _counts = new();

    /// <summary>Gets every count, ordered by path and AppId; calls that named no known account have an empty AppId.</summary>
    public IReadOnlyList<CallCount> All =>
    [
        .. _counts.Select(pair => new CallCount(pair.Key.Path, pair.Key.AppId, pair.Value))
            .OrderBy(count => count.Path, StringComparer.Ordinal)
            .ThenBy(count => count.AppId, StringComparer.Ordinal),
    ];

    /// <summary>Returns how often a path was called, for one account or for all.</summary>
    public int Count(string path, string? appId = null) =>
        _counts.Where(pair => pair.Key.Path == path && (appId is null || pair.Key.AppId == appId)).Sum(pair => pair.Value);

    /// <summary>Returns how often both token APIs were called, for one account or for all.</summary>
    public int TokenRequests(string? appId = null) => Count(ApiPath.ClassicToken, appId) + Count(ApiPath.StableToken, appId);

    internal void Add(string path, string appId) => _counts.AddOrUpdate((path, appId), 1, (_, count) => count + 1);
}
