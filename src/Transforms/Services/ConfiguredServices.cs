using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>The services of the configuration in force, each with a callback of its own.</summary>
/// <remarks>
/// A reload replaces them all at once. YARP switches its routes a moment later, so a push may still arrive on the route of a service
/// that is no longer configured; such a service stays known until the reload after, and no push is dropped.
/// </remarks>
internal sealed class ConfiguredServices : IServiceSource
{
    private volatile Generation _generation = new(FrozenDictionary<string, WeChatService>.Empty, FrozenDictionary<string, WeChatService>.Empty);

    /// <summary>Gets the services in force, by name.</summary>
    public IReadOnlyDictionary<string, WeChatService> Current => _generation.Current;

    /// <inheritdoc/>
    public IEnumerable<Callback> Callbacks => _generation.Current.Values.Select(service => service.Callback);

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service)
    {
        var generation = _generation;
        return generation.Current.TryGetValue(name, out service) || generation.Previous.TryGetValue(name, out service);
    }

    /// <inheritdoc/>
    public bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback)
    {
        callback = TryGet(name, out var service) ? service.Callback : null;
        return callback is not null;
    }

    /// <summary>Puts another configuration's services in force.</summary>
    public void Replace(IEnumerable<WeChatService> services)
        => _generation = new Generation(services.ToFrozenDictionary(service => service.Name, StringComparer.OrdinalIgnoreCase), _generation.Current);

    private sealed record Generation(FrozenDictionary<string, WeChatService> Current, FrozenDictionary<string, WeChatService> Previous);
}
