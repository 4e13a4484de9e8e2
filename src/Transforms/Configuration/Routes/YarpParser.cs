using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Sources;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Reads routes and clusters with YARP's own parser, so that everything in YARP's documentation can be configured.</summary>
internal static class YarpParser
{
    private const string Routes = "Routes";
    private const string Clusters = "Clusters";

    /// <summary>
    /// Reads the sections <c>Routes</c> and <c>Clusters</c>; invalid parts are reported at the path that the caller names, and left out.
    /// </summary>
    public static (IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) Parse(
        IConfiguration section, Func<string, string> pathOf, ConfigurationReport report)
    {
        if (Read(section, out var proxy) is null)
        {
            return proxy;
        }

        // YARP's parser stops at the first error without its path, so each part is parsed alone.
        var readable = new List<KeyValuePair<string, string?>>();
        foreach (var part in section.GetSection(Routes).GetChildren().Concat(section.GetSection(Clusters).GetChildren()))
        {
            readable.AddRange(ReadableOf(part, pathOf, report));
        }

        Read(ConfigurationTree.Grow(readable), out proxy);
        return proxy;
    }

    private static List<KeyValuePair<string,
        string?>> ReadableOf(IConfigurationSection part, Func<string, string> pathOf, ConfigurationReport report)
    {
        // YARP needs paths relative to the section.
        var kind = part.Path.Split(ConfigurationPath.KeyDelimiter)[^2];
        var settings = part.AsEnumerable(makePathsRelative: true)
            .Select(setting => KeyValuePair.Create($"{kind}:{part.Key}{(setting.Key.Length == 0 ? "" : ":" + setting.Key)}", setting.Value))
            .ToList();
        var unreadable = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings.Where(setting => !string.IsNullOrEmpty(setting.Value)))
        {
            if (Read(ConfigurationTree.Grow([setting]), out _) is { } why)
            {
                unreadable.Add(setting.Key);
                Report(setting.Key, why);
            }
        }

        settings.RemoveAll(setting => unreadable.Contains(setting.Key));
        if (Read(ConfigurationTree.Grow(settings), out _) is { } whyPart)
        {
            Report($"{kind}:{part.Key}", whyPart);
            settings.Clear();
        }

        return settings;

        void Report(string key, string why)
            => report.Error(pathOf(key), $"cannot be read by YARP: {why.TrimEnd('.')}", "Correct the value");
    }

    /// <summary>Parses everything at once; returns the error, or <see langword="null"/>.</summary>
    private static string? Read(
        IConfiguration section, out (IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) proxy)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddReverseProxy().LoadFromConfig(section);
        using var provider = services.BuildServiceProvider();
        try
        {
            var config = provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
            proxy = (config.Routes, config.Clusters);
            return null;
        }
        catch (Exception exception)
        {
            // The parser throws a different exception for each kind of value; all mean that the configuration cannot be read.
            proxy = ([], []);
            return exception.Message;
        }
    }
}
