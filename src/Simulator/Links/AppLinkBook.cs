namespace WxYarpGateway.Simulator.Links;

/// <summary>Keeps the last links by their URL.</summary>
internal sealed class AppLinkBook(TimeProvider clock)
{
    private const int MostKept = 10_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, AppLink> _links = new(StringComparer.Ordinal);

    public void Add(string url, AppLink link)
    {
        lock (_gate)
        {
            _links[url] = link;
            if (_links.Count > MostKept)
            {
                _links.RemoveAt(0);
            }
        }
    }

    /// <summary>Returns an account's link that has not expired, or null.</summary>
    public AppLink? Find(string appId, string? url)
    {
        lock (_gate)
        {
            return url is not null && _links.TryGetValue(url, out var link) && link.AppId == appId && clock.GetUtcNow() < link.ExpiresAt
                ? link
                : null;
        }
    }
}
