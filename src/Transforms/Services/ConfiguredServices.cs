using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>The services of the current configuration, each with its own callback.</summary>
/// <remarks>
/// A reload replaces all services at once, and YARP replaces its routes a moment later.
/// In between, a push may arrive for a removed service. That service stays known until the next reload, so no push is lost.
/// </remarks>
internal sealed class ConfiguredServices : IServiceSource
{
    private volatile Generation _generation
        = new(FrozenDictionary<string, WeChatService>.Empty, FrozenDictionary<string, WeChatService>.Empty);

    /// <summary>Gets the services of the current configuration, by name.</summary>
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

    /// <summary>Replaces the services by those of another configuration.</summary>
    public void Replace(IEnumerable<WeChatService> services)
        => _generation = new Generation(
            services.ToFrozenDictionary(service => service.Name, StringComparer.OrdinalIgnoreCase), _generation.Current);

    private sealed record Generation(FrozenDictionary<string, WeChatService> Current, FrozenDictionary<string, WeChatService> Previous);
}
