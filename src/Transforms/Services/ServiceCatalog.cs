using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>The services of all sources: the configuration first, then those that the host registered.</summary>
internal sealed class ServiceCatalog(ConfiguredServices configured, IEnumerable<IServiceSource> others)
{
    private readonly IServiceSource[] _sources = [configured, .. others];

    /// <summary>Gets the services of the current configuration, by name.</summary>
    public IReadOnlyDictionary<string, WeChatService> Current => configured.Current;

    /// <summary>Gets the callbacks of all sources.</summary>
    public IEnumerable<Callback> Callbacks => _sources.SelectMany(source => source.Callbacks);

    /// <summary>Gets the sources other than the configuration.</summary>
    public IEnumerable<IServiceSource> Others => _sources.Skip(1);

    /// <summary>
    /// Finds a service by its name. A service that the last reload removed is still found, for pushes already on their way.
    /// </summary>
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

    /// <summary>Finds a service by its name. A service that the last reload removed is not found.</summary>
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

    /// <summary>Finds a callback by the name in a route's metadata.</summary>
    public bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback)
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
