using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>The configuration sections that the host passed, and their providers.</summary>
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

    /// <summary>Gets the path of the section with the services.</summary>
    public string Path { get; }

    /// <summary>Gets the path of the host's plain YARP section, or <see langword="null"/> when the host did not pass it.</summary>
    public string? ReverseProxyPath { get; }

    /// <summary>Returns the current providers, as far as they are known. A later one wins.</summary>
    public IReadOnlyList<IConfigurationProvider> Providers()
        => [.. _roots.OfType<IConfigurationRoot>().SelectMany(ProviderReading.ProvidersOf)];

    /// <summary>Calls an action at every change. One edit may cause several calls.</summary>
    public IDisposable Watch(Action changed) => ChangeToken.OnChange(
        () => new CompositeChangeToken(
            [.. new[] { _section, _reverseProxy }.OfType<IConfiguration>().Select(part => part.GetReloadToken())]), changed);

    /// <summary>Copies the current configuration.</summary>
    public ConfigurationTree Read()
    {
        if (_roots.All(root => root is not null))
        {
            return ConfigurationTree.Grow(ProviderReading.ReadEach(Providers()).Where(setting => IsOurs(setting.Key)));
        }

        // Without the providers, values are read one by one, and a reload may come in between: read until two readings agree.
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

    /// <summary>Finds the root of a section. A section does not expose it, but shares its reload token.</summary>
    private static IConfigurationRoot? RootOf(IConfiguration part, IConfiguration? host)
        => part as IConfigurationRoot
            ?? (host is IConfigurationRoot root && ReferenceEquals(root.GetReloadToken(), part.GetReloadToken()) ? root : null);

    private List<KeyValuePair<string, string?>> Enumerated()
        => [.. new[] { _section, _reverseProxy }.OfType<IConfiguration>().SelectMany(part => part.AsEnumerable()).Where(
            setting => IsOurs(setting.Key)).DistinctBy(setting => setting.Key)];

    private static bool IsWithin(string path, string section)
        => section.Length == 0
            || (path.StartsWith(section, StringComparison.OrdinalIgnoreCase)
                && (path.Length == section.Length || path[section.Length] == ConfigurationPath.KeyDelimiter[0]));
}
