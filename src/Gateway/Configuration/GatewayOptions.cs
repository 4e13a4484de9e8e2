namespace WxYarpGateway.Gateway.Configuration;

/// <summary>What the gateway's own process needs to know; it stands beside the services in the section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The name of the section.</summary>
    internal const string Section = "Gateway";

    /// <summary>Gets or sets the public addresses to listen on, for WeChat and browsers, separated by semicolons. A change takes effect at the next start.</summary>
    /// <value>The default is <c>http://0.0.0.0:7080</c>.</value>
    public string Urls { get; set; } = "http://0.0.0.0:7080";

    /// <summary>Gets or sets the internal addresses to listen on, for backends, separated by semicolons. A change takes effect at the next start.</summary>
    /// <value>The default is <c>http://127.0.0.1:7081</c>.</value>
    public string InternalUrls { get; set; } = "http://127.0.0.1:7081";

    /// <summary>Gets or sets the API keys that callers of the internal listener must send, as digests, by the caller's name.</summary>
    /// <value>Each is <c>sha256:</c> and 64 hexadecimal digits. The default is empty: none is needed, and every internal address must be a loopback one.</value>
    public IReadOnlyDictionary<string, string?> InternalApiKeys { get; set; } = new Dictionary<string, string?>();

    /// <summary>Gets or sets where the internal listener serves what.</summary>
    public EndpointOptions Endpoints { get; set; } = new();

    /// <summary>Gets or sets the addresses of proxies before the gateway, single ones and ranges, whose word is taken for who the client is.</summary>
    /// <value>The default is empty: <c>X-Forwarded-For</c> is believed from nobody.</value>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];

    /// <summary>Reads the options; an empty value is none.</summary>
    internal static GatewayOptions Read(IConfiguration section)
    {
        var options = new GatewayOptions();
        options.Urls = string.IsNullOrWhiteSpace(section[nameof(Urls)]) ? options.Urls : section[nameof(Urls)]!;
        options.InternalUrls = string.IsNullOrWhiteSpace(section[nameof(InternalUrls)]) ? options.InternalUrls : section[nameof(InternalUrls)]!;
        options.InternalApiKeys = section.GetSection(nameof(InternalApiKeys)).GetChildren().ToDictionary(key => key.Key, key => key.Value, StringComparer.OrdinalIgnoreCase);
        options.Endpoints = EndpointOptions.Read(section.GetSection(nameof(Endpoints)));
        options.KnownProxies = [.. section.GetSection(nameof(KnownProxies)).GetChildren().Select(proxy => proxy.Value ?? "")];
        return options;
    }

    /// <summary>Returns the public addresses one by one.</summary>
    internal IReadOnlyList<string> EachUrl() => Each(Urls);

    /// <summary>Returns the internal addresses one by one.</summary>
    internal IReadOnlyList<string> EachInternalUrl() => Each(InternalUrls);

    private static string[] Each(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
