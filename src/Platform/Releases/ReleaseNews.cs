using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Platform.Releases;

/// <summary>The news that a release changed, or has something to do at once, for all replicas.</summary>
public sealed class ReleaseNews
{
    private const string Changed = "releases";
    private const string Due = "releases-due";

    private readonly IStoreNews _news;

    internal ReleaseNews(IStoreNews news) => _news = news;

    /// <summary>Tells those who watch that a release changed.</summary>
    /// <param name="id">The release.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>Whether the store took it. Else the other replicas look by themselves within seconds.</returns>
    public ValueTask<bool> ChangedAsync(Guid id, CancellationToken cancellationToken)
        => _news.PublishAsync(Changed, id.ToString("N"), cancellationToken);

    /// <summary>Tells workers and those who watch that a release has something to do at once.</summary>
    /// <param name="id">The release.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    public async ValueTask DueAsync(Guid id, CancellationToken cancellationToken)
    {
        await _news.PublishAsync(Due, id.ToString("N"), cancellationToken);
        await ChangedAsync(id, cancellationToken);
    }

    /// <summary>Has an action called for each release that changed, in this process or another.</summary>
    /// <param name="changed">The action, which must neither block nor throw.</param>
    /// <returns>Ends the subscription when it is disposed of.</returns>
    public IDisposable Watch(Action<Guid> changed) => Subscribe(Changed, changed);

    /// <summary>Has an action called for each release that has something to do.</summary>
    internal IDisposable Await(Action<Guid> due) => Subscribe(Due, due);

    private IDisposable Subscribe(string topic, Action<Guid> heard)
    {
        ArgumentNullException.ThrowIfNull(heard);
        return _news.Subscribe(topic, text =>
        {
            if (Guid.TryParseExact(text, "N", out var id))
            {
                heard(id);
            }
        });
    }
}
