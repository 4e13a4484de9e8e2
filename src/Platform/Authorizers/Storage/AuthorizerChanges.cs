using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>The news that rows of authorizers changed, for all replicas.</summary>
public sealed class AuthorizerChanges
{
    private const string Topic = "authorizers";

    private readonly IStoreNews _news;

    internal AuthorizerChanges(IStoreNews news) => _news = news;

    /// <summary>Tells that a row was written: every replica reads it again.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>Whether the store took it. Else the other replicas read the row within a minute.</returns>
    public ValueTask<bool> PublishAsync(AppId component, AppId appId, CancellationToken cancellationToken)
        => _news.PublishAsync(Topic, $"{component} {appId}", cancellationToken);

    /// <summary>Has an action called for each row that changed, in this process or another.</summary>
    /// <param name="changed">The action; it gets the platform's AppId, then the authorizer's, and must neither block nor throw.</param>
    /// <returns>Ends the subscription when it is disposed of.</returns>
    public IDisposable Subscribe(Action<AppId, AppId> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        return _news.Subscribe(Topic, text =>
        {
            if (text.Split(' ') is [var component, var appId]
                && AppId.TryParse(component, out var platform)
                && AppId.TryParse(appId, out var authorizer))
            {
                changed(platform, authorizer);
            }
        });
    }
}
