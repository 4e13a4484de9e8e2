using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Kinds;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>All that gets routes and clusters: plain services, those of kinds with options of their own, and named backends.</summary>
/// <param name="Plain">The plain services.</param>
/// <param name="Kinds">The other kinds.</param>
/// <param name="Backends">The section <c>Backends</c>.</param>
internal sealed record ServedByKind(
    IReadOnlyList<ServiceSettings> Plain, IReadOnlyList<CompiledKind> Kinds, IReadOnlyDictionary<string, IConfigurationSection> Backends)
{
    /// <summary>Gets the routes of the other kinds.</summary>
    public IEnumerable<KindRoute> Routes => Kinds.SelectMany(kind => kind.Routes);

    /// <summary>Gets the clusters of the other kinds.</summary>
    public IEnumerable<KindCluster> Clusters => Kinds.SelectMany(kind => kind.Clusters);

    /// <summary>Gets the callbacks of the other kinds.</summary>
    public IEnumerable<string> Callbacks => Kinds.SelectMany(kind => kind.Callbacks);
}
