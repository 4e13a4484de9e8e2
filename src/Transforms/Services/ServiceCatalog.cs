using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>All services that there are now, whatever source they come from.</summary>
public sealed class ServiceCatalog
{
    private readonly ConfiguredServices _configured;
    private readonly IServiceSource[] _sources;

    internal ServiceCatalog(ConfiguredServices configured, IEnumerable<IServiceSource> others)
    {
        _configured = configured;
        _sources = [configured, .. others];
    }

    /// <summary>Gets the services of the configuration in force, by name; its case does not matter.</summary>
    public IReadOnlyDictionary<string, WeChatService> Current => _configured.Current;

    /// <summary>Gets the callbacks of all sources.</summary>
    internal IEnumerable<Callback> Callbacks => _sources.SelectMany(source => source.Callbacks);

    /// <summary>Gets the sources other than the configuration.</summary>
    internal IEnumerable<IServiceSource> Others => _sources.Skip(1);

    /// <summary>
    /// Finds a service by its name. A service that the last reload removed is still found: its route may still get pushes.
    /// </summary>
    /// <param name="name">The service's name.</param>
    /// <param name="service">The service.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service)
    {
        foreach (var source in _sources)
        {
            if (source.TryGet(name, out service))
            {
                return true;
            }
        }

        service = null;
        return false;
    }

    /// <summary>Finds a service by its name, unless a reload removed it.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="service">The service.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetCurrent(string name, [NotNullWhen(true)] out WeChatService? service)
    {
        if (Current.TryGetValue(name, out service))
        {
            return true;
        }

        foreach (var source in Others)
        {
            if (source.TryGet(name, out service))
            {
                return true;
            }
        }

        service = null;
        return false;
    }

    /// <summary>Finds the callback that a route names.</summary>
    internal bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback)
    {
        foreach (var source in _sources)
        {
            if (source.TryGetCallback(name, out callback))
            {
                return true;
            }
        }

        callback = null;
        return false;
    }
}
