using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>All authorizers of all platforms, in the memory of this replica. It answers at once, also while the database is away.</summary>
/// <remarks>
/// It is loaded from <see cref="IAuthorizerStore"/> at start. Whoever changes a row calls
/// <see cref="AuthorizerChanges.PublishAsync"/>, and every replica reads that row again.
/// </remarks>
public sealed class AuthorizerRegistry
{
    private readonly ConcurrentDictionary<string, AuthorizerBook> _books = new(StringComparer.Ordinal);

    internal AuthorizerRegistry()
    {
    }

    /// <summary>Finds an authorizer of a platform, whatever its state; <see langword="null"/> when there is none.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    public Authorizer? Find(AppId component, AppId appId) => BookOf(component).Find(appId.Value)?.Authorizer;

    /// <summary>Returns the authorizers of a platform, whatever their state, in no order.</summary>
    /// <param name="component">The platform's AppId.</param>
    public IEnumerable<Authorizer> Of(AppId component) => BookOf(component).All;

    /// <summary>Returns the number of authorizers of a platform, whatever their state.</summary>
    /// <param name="component">The platform's AppId.</param>
    public int CountOf(AppId component) => BookOf(component).Count;

    /// <summary>Finds the service of an authorizer that is in the platform's care.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="service">The service. Its account is the authorizer's, with the platform's as <c>Component</c>.</param>
    /// <param name="oauthTarget">Where its OAuth redirects go; <see langword="null"/> for the platform's own cluster.</param>
    /// <returns>Whether there is one that has not taken itself out of the platform's care.</returns>
    public bool TryGetService(
        WeChatPlatform platform, AppId appId, [NotNullWhen(true)] out WeChatService? service, out MessageTarget? oauthTarget)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var served = BookOf(platform.AppId).Find(appId.Value) is { Authorizer.IsServed: true } entry ? entry.Under(platform) : null;
        service = served?.Service;
        oauthTarget = served?.OAuthTarget;
        return served is not null;
    }

    /// <summary>Returns the tags of an authorizer, those of the configuration and of the API; empty when there is no such one.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    public IReadOnlyCollection<string> TagsOf(WeChatPlatform platform, AppId appId)
    {
        ArgumentNullException.ThrowIfNull(platform);
        return BookOf(platform.AppId).Find(appId.Value)?.Under(platform).Tags ?? [];
    }

    /// <summary>Adds an authorizer to this replica's memory, or replaces it.</summary>
    /// <param name="authorizer">The authorizer, as the database has it.</param>
    public void Put(Authorizer authorizer)
    {
        ArgumentNullException.ThrowIfNull(authorizer);
        BookOf(authorizer.Component).Put(authorizer);
    }

    /// <summary>Removes an authorizer from this replica's memory.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    public void Remove(AppId component, AppId appId) => BookOf(component).Remove(appId.Value);

    /// <summary>Returns the authorizers of a platform. The book stays the same for as long as the process lives.</summary>
    internal AuthorizerBook BookOf(AppId component) => _books.GetOrAdd(component.Value, static _ => new AuthorizerBook());
}
