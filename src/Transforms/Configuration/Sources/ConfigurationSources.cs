using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>The sections that a host gave us, and the sources that stand behind them.</summary>
internal sealed class ConfigurationSources
{
    private const int MostReadings = 5;

    private readonly IConfiguration _section;
    private readonly IConfiguration? _reverseProxy;
    private readonly IConfigurationRoot?[] _roots;

    public ConfigurationSources(IConfiguration section, IConfiguration? reverseProxy, IConfiguration? host)
    {
        _section = section;
        _reverseProxy = reverseProxy;
        Path = PathOf(section);
        ReverseProxyPath = reverseProxy is null ? null : PathOf(reverseProxy);

        _roots = [.. new[] { section, reverseProxy }.OfType<IConfiguration>().Select(part => RootOf(part, host)).Distinct()];
    }

    /// <summary>Gets the path of our section.</summary>
    public string Path { get; }

    /// <summary>Gets the path of the host's plain YARP section, or <see langword="null"/> when we were not given it.</summary>
    public string? ReverseProxyPath { get; }

    /// <summary>Returns the sources that there are now, as far as they are known; the last wins.</summary>
    public IReadOnlyList<IConfigurationProvider> Providers() => [.. _roots.OfType<IConfigurationRoot>().SelectMany(ProviderReading.ProvidersOf)];

    /// <summary>Has an action called at every change; what changes at the same time may cause several calls.</summary>
    public IDisposable Watch(Action changed) => ChangeToken.OnChange(
        () => new CompositeChangeToken([.. new[] { _section, _reverseProxy }.OfType<IConfiguration>().Select(part => part.GetReloadToken())]), changed);

    /// <summary>Copies all that is configured now.</summary>
    public ConfigurationTree Read()
    {
        if (_roots.All(root => root is not null))
        {
            return ConfigurationTree.Grow(ProviderReading.Read(Providers()).Where(setting => IsOurs(setting.Key)));
        }

        // Without the sources, only the values can be asked for, one by one, and a reload may come in between.
        var settings = Enumerated();
        for (var reading = 1; reading < MostReadings && Enumerated() is var again && !again.SequenceEqual(settings); reading++)
        {
            settings = again;
        }

        return ConfigurationTree.Grow(settings);
    }

    /// <summary>Returns whether a key belongs to one of the sections.</summary>
    public bool IsOurs(string path) => IsWithin(path, Path) || (ReverseProxyPath is { } reverseProxy && IsWithin(path, reverseProxy));

    private static string PathOf(IConfiguration part) => part is IConfigurationSection section ? section.Path : "";

    /// <summary>Finds the root of a section: sections do not tell, but they share their root's reload token.</summary>
    private static IConfigurationRoot? RootOf(IConfiguration part, IConfiguration? host)
        => part as IConfigurationRoot ?? (host is IConfigurationRoot root && ReferenceEquals(root.GetReloadToken(), part.GetReloadToken()) ? root : null);

    private List<KeyValuePair<string, string?>> Enumerated()
        => [.. new[] { _section, _reverseProxy }.OfType<IConfiguration>().SelectMany(part => part.AsEnumerable()).Where(setting => IsOurs(setting.Key)).DistinctBy(setting => setting.Key)];

    private static bool IsWithin(string path, string section)
        => section.Length == 0
            || (path.StartsWith(section, StringComparison.OrdinalIgnoreCase)
                && (path.Length == section.Length || path[section.Length] == ConfigurationPath.KeyDelimiter[0]));
}
