using System.Globalization;
using System.Runtime.CompilerServices;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Binds the gateway's own keys, once for each configuration: what the rules have checked is what is used.</summary>
internal sealed class GatewayBinder
{
    private static readonly LimitOptionsValidator[] LimitValidators = [new()];
    private static readonly DatabaseOptionsValidator[] DatabaseValidators = [new()];

    // The options go with the configuration that they were bound from.
    private readonly ConditionalWeakTable<IConfigurationSection, GatewayOptions> _bound = [];
    private int _bindings;

    /// <summary>Gets how often options were bound.</summary>
    public int Bindings => Volatile.Read(ref _bindings);

    /// <summary>Binds the options of a configuration, and reports values that do not fit.</summary>
    public GatewayOptions Bind(IConfigurationSection section, ConfigurationReport report)
    {
        Interlocked.Increment(ref _bindings);
        var options = Read(section);
        options.Limits = report.Read<LimitOptions>(section.GetSection(nameof(GatewayOptions.Limits)), LimitValidators);
        options.Database = report.Read<DatabaseOptions>(section.GetSection(nameof(GatewayOptions.Database)), DatabaseValidators);
        _bound.AddOrUpdate(section, options);
        return options;
    }

    /// <summary>Returns the options of a configuration that was compiled.</summary>
    public GatewayOptions BoundOf(IConfigurationSection section)
        => _bound.TryGetValue(section, out var options)
            ? options
            : throw new InvalidOperationException("The gateway's rules bind the options before anybody uses them.");

    /// <summary>
    /// Reads all but the limits and the database; an empty value is none, and one that does not fit is left to the rules.
    /// </summary>
    public static GatewayOptions Read(IConfigurationSection section)
    {
        var options = new GatewayOptions();
        options.Urls = TextOr(options.Urls, section[nameof(options.Urls)]);
        options.InternalUrls = TextOr(options.InternalUrls, section[nameof(options.InternalUrls)]);
        options.CloudRunUrls = TextOr(options.CloudRunUrls, section[nameof(options.CloudRunUrls)]);
        options.InternalApiKeys = section.GetSection(nameof(options.InternalApiKeys)).GetChildren()
            .ToDictionary(key => key.Key, ReadApiKey, StringComparer.OrdinalIgnoreCase);
        options.Certificates = section.GetSection(nameof(options.Certificates)).GetChildren()
            .ToDictionary(certificate => certificate.Key, ReadCertificate, StringComparer.OrdinalIgnoreCase);
        options.VerifyFiles = Texts(section.GetSection(nameof(options.VerifyFiles)));
        options.ShutdownDelay = TimeSpan.TryParse(section[nameof(options.ShutdownDelay)], CultureInfo.InvariantCulture, out var delay)
            ? delay
            : options.ShutdownDelay;
        options.Endpoints = ReadEndpoints(section.GetSection(nameof(options.Endpoints)));
        options.EndpointsOnPublicListener = bool.TryParse(section[nameof(options.EndpointsOnPublicListener)], out var isOnPublic)
            && isOnPublic;
        options.KnownProxies = [.. section.GetSection(nameof(options.KnownProxies)).GetChildren().Select(proxy => proxy.Value ?? "")];
        return options;
    }

    private static string TextOr(string usual, string? configured) => string.IsNullOrWhiteSpace(configured) ? usual : configured;

    private static Dictionary<string, string?> Texts(IConfigurationSection section)
        => section.GetChildren().ToDictionary(text => text.Key, text => text.Value, StringComparer.OrdinalIgnoreCase);

    // A text is a key for everything.
    private static ApiKeyOptions ReadApiKey(IConfigurationSection section)
        => section.GetChildren().Any()
            ? new ApiKeyOptions
            {
                Hash = section[nameof(ApiKeyOptions.Hash)],
                Scopes = List(section.GetSection(nameof(ApiKeyOptions.Scopes))),
                Services = List(section.GetSection(nameof(ApiKeyOptions.Services))),
            }
            : ApiKeyOptions.ForAll(section.Value);

    private static string[] List(IConfigurationSection section) => [.. section.GetChildren().Select(text => text.Value ?? "")];

    private static CertificateOptions ReadCertificate(IConfigurationSection section) => new()
    {
        Path = section[nameof(CertificateOptions.Path)] ?? "",
        KeyPath = section[nameof(CertificateOptions.KeyPath)] ?? "",
        Password = section[nameof(CertificateOptions.Password)] ?? "",
    };

    // A key that is there without a value takes the endpoint away.
    private static EndpointOptions ReadEndpoints(IConfigurationSection section)
    {
        var options = new EndpointOptions();
        foreach (var setting in section.GetChildren())
        {
            // A path is the same with and without a slash at its end.
            options.Set(setting.Key, string.IsNullOrWhiteSpace(setting.Value) ? null : setting.Value.TrimEnd('/'));
        }

        return options;
    }
}
