using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Services.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Reads the backends of messages and OAuth redirects: an address, a list of addresses, or a YARP cluster.</summary>
internal sealed class Backends(ConfigurationReport report)
{
    private const string Clusters = "Clusters";
    private const string Fix = "Write an absolute http or https address, such as http://127.0.0.1:8000/messages";

    private readonly List<KeyValuePair<string, string?>> _objects = [];
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether a backend is configured.</summary>
    public static bool IsSet([NotNullWhen(true)] IConfigurationSection? backend)
        => backend is not null && (!string.IsNullOrWhiteSpace(backend.Value) || backend.GetChildren().Any());

    /// <summary>
    /// Reads a backend that is an address or a list; returns <see langword="null"/> for an object, which <see cref="ReadObjects"/> returns.
    /// </summary>
    public ClusterConfig? Read(string clusterId, IConfigurationSection? backend)
    {
        if (!IsSet(backend))
        {
            return new ClusterConfig { ClusterId = clusterId };
        }

        var children = backend.GetChildren().ToList();

        if (children.Count == 0)
        {
            CheckAddress(backend.Path, backend.Value);
            return new ClusterConfig { ClusterId = clusterId, Destinations = Destinations([backend.Value!]) };
        }

        if (!string.IsNullOrEmpty(backend.Value))
        {
            report.Error(backend.Path, "is given twice, as a single address and as a list or an object",
                "Take one of the two away; the other may come from another source");
            return new ClusterConfig { ClusterId = clusterId };
        }

        return children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? ReadList(clusterId, children)
            : ReadObject(clusterId, backend, children);
    }

    /// <summary>Reads all backends that are objects with YARP's own parser.</summary>
    public IReadOnlyList<ClusterConfig> ReadObjects()
    {
        if (_objects.Count == 0)
        {
            return [];
        }

        var clusters = YarpParser.Parse(ConfigurationTree.Grow(_objects), PathOf, report).Clusters;
        foreach (var cluster in clusters)
        {
            foreach (var (name, destination) in cluster.Destinations!)
            {
                CheckAddress($"{_paths[cluster.ClusterId]}:{nameof(ClusterConfig.Destinations)}:{name}:{nameof(DestinationConfig.Address)}",
                    destination.Address);
            }
        }

        return clusters;
    }

    private ClusterConfig ReadList(string clusterId, List<IConfigurationSection> children)
    {
        foreach (var child in children)
        {
            CheckAddress(child.Path, child.Value);
        }

        return new ClusterConfig
        {
            ClusterId = clusterId,
            LoadBalancingPolicy = children.Count > 1 ? LoadBalancingPolicies.PowerOfTwoChoices : null,
            Destinations = Destinations(children.Select(child => child.Value ?? "")),
        };
    }

    private ClusterConfig? ReadObject(string clusterId, IConfigurationSection backend, List<IConfigurationSection> children)
    {
        var known = typeof(ClusterConfig).GetProperties().Select(property => property.Name).Where(
            name => name != nameof(ClusterConfig.ClusterId)).ToArray();
        foreach (var child in children)
        {
            report.WarnUnlessKnown(child, known);
        }

        if (!backend.GetSection(nameof(ClusterConfig.Destinations)).GetChildren().Any())
        {
            report.Error($"{backend.Path}:{nameof(ClusterConfig.Destinations)}", "is missing",
                $"Name at least one destination, or remove {backend.Key}{(IsEchoed(backend) ? " to echo" : "")}");
            return new ClusterConfig { ClusterId = clusterId };
        }

        _paths.Add(clusterId, backend.Path);
        _objects.AddRange(backend.AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Key.Length > 0)
            .Select(setting => KeyValuePair.Create($"{Clusters}:{clusterId}:{setting.Key}", setting.Value)));
        return null;
    }

    private static bool IsEchoed(IConfigurationSection backend)
        => backend.Key.Equals(nameof(ServiceOptions.MessageBackend), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the path in the service for a path <c>Clusters:shop.message:…</c>.</summary>
    private string PathOf(string key)
        => key.Split(':', 3) is [_, var clusterId, .. var rest] ? string.Join(':', [_paths[clusterId], .. rest]) : key;

    private static Dictionary<string, DestinationConfig> Destinations(IEnumerable<string> addresses)
        => addresses.Select((address, index) => (Name: $"backend{index + 1}", Address: address))
            .ToDictionary(destination => destination.Name, destination => new DestinationConfig { Address = destination.Address },
                StringComparer.OrdinalIgnoreCase);

    private void CheckAddress(string path, string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            report.Error(path, "is missing", Fix);
        }
        else if (address.Contains('@', StringComparison.Ordinal))
        {
            // The value may contain a password, so the message does not repeat it.
            report.Error(path, "must not contain a user or an @", Fix);
        }
        else if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            report.Error(path, $"must be an absolute http or https address; it is {address}", Fix);
        }
    }
}
