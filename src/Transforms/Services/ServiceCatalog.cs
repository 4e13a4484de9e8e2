using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>All services that there are now, whatever source they come from.</summary>
internal sealed class ServiceCatalog(ConfiguredServices configured, IEnumerable<IServiceSource> others)
{
    private readonly IServiceSource[] _sources = [configured, .. others];

    /// <summary>Gets the services of the configuration in force, by name.</summary>
    public IReadOnlyDictionary<string, WeChatService> Current => configured.Current;

    /// <summary>Gets the callbacks of all sources.</summary>
    public IEnumerable<Callback> Callbacks => _sources.SelectMany(source => source.Callbacks);

    /// <summary>Gets the sources other than the configuration.</summary>
    public IEnumerable<IServiceSource> Others => _sources.Skip(1);

    /// <summary>Finds a service by its name.</summary>
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

    /// <summary>Finds a service by its name, unless a reload has taken it away.</summary>
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
