using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>The routes and clusters of a compiled configuration, in the form that YARP takes.</summary>
internal sealed class CompiledProxyConfig(CompiledConfiguration compiled, int generation) : IProxyConfig
{
    private readonly ConfigurationReloadToken _changed = new();
    private int _settled;

    public CompiledConfiguration Compiled => compiled;

    public int Generation => generation;

    public string RevisionId { get; } = $"{compiled.Revision}/{generation}";

    public IReadOnlyList<RouteConfig> Routes => compiled.Routes;

    public IReadOnlyList<ClusterConfig> Clusters => compiled.Clusters;

    public IChangeToken ChangeToken => _changed;

    public void SignalChange() => _changed.OnReload();

    /// <summary>Gets a value indicating whether YARP has applied it.</summary>
    public bool IsSettled => Volatile.Read(ref _settled) == 1;

    /// <summary>Marks it as applied by YARP; returns whether it was not before.</summary>
    public bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;
}
