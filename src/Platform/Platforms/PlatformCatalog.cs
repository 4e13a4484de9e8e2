using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>The platforms of the configuration in force.</summary>
/// <remarks>
/// A reload replaces all at once. A platform that it removed is still found by its name until the next reload: its route may
/// still get pushes.
/// </remarks>
public sealed class PlatformCatalog
{
    private volatile Generation _generation = new(
        FrozenDictionary<string, WeChatPlatform>.Empty, FrozenDictionary<string, WeChatPlatform>.Empty);

    private ConfigurationReloadToken _changed = new();

    internal PlatformCatalog()
    {
    }

    /// <summary>Gets the platforms by name; its case does not matter.</summary>
    public IReadOnlyDictionary<string, WeChatPlatform> Current => _generation.Current;

    /// <summary>Finds a platform by its service's name.</summary>
    /// <param name="name">The name; its case does not matter.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out WeChatPlatform? platform)
    {
        var generation = _generation;
        return generation.Current.TryGetValue(name, out platform) || generation.Previous.TryGetValue(name, out platform);
    }

    /// <summary>Finds a platform of the configuration in force by its component's AppId.</summary>
    /// <param name="component">The AppId.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(AppId component, [NotNullWhen(true)] out WeChatPlatform? platform)
    {
        platform = _generation.Current.Values.FirstOrDefault(one => one.AppId == component);
        return platform is not null;
    }

    /// <summary>Returns a change token that fires when the next platforms are in force.</summary>
    public IChangeToken GetChangeToken() => Volatile.Read(ref _changed);

    /// <summary>Replaces the platforms by those of another configuration.</summary>
    internal void Replace(IEnumerable<WeChatPlatform> platforms)
    {
        _generation = new Generation(
            platforms.ToFrozenDictionary(platform => platform.Name, StringComparer.OrdinalIgnoreCase), _generation.Current);
        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
    }

    private sealed record Generation(FrozenDictionary<string, WeChatPlatform> Current, FrozenDictionary<string, WeChatPlatform> Previous);
}
