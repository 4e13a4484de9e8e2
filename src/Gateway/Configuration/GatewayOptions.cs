using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>What the gateway's own process needs to know; it stands beside the services in the section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The name of the section.</summary>
    internal const string Section = "Gateway";

    /// <summary>
    /// Gets or sets the public addresses to listen on, for WeChat and browsers, http or https, separated by semicolons. A change takes
    /// effect at the next start.
    /// </summary>
    /// <value>The default is <c>http://0.0.0.0:7080</c>.</value>
    public string Urls { get; set; } = "http://0.0.0.0:7080";

    /// <summary>
    /// Gets or sets the internal addresses to listen on, for backends, separated by semicolons. A change takes effect at the next start.
    /// </summary>
    /// <value>The default is <c>http://127.0.0.1:7081</c>.</value>
    public string InternalUrls { get; set; } = "http://127.0.0.1:7081";

    /// <summary>
    /// Gets or sets the addresses to listen on for WeChat's cloud hosting (微信云托管), whose pushes have no signature, separated by semicolons.
    /// They are listened on when a platform has <c>CloudRun:Networks</c> at the start.
    /// </summary>
    /// <value>The default is <c>http://0.0.0.0:7083</c>.</value>
    public string CloudRunUrls { get; set; } = "http://0.0.0.0:7083";

    /// <summary>Gets or sets the API keys that callers of the internal listener must send, as digests, by the caller's name.</summary>
    /// <value>
    /// Each is <c>sha256:</c> and 64 hexadecimal digits, or an object that says what the key is good for. The default is empty: none is
    /// needed, and every internal address must be a loopback one.
    /// </value>
    public IReadOnlyDictionary<string, ApiKeyOptions> InternalApiKeys { get; set; } = new Dictionary<string, ApiKeyOptions>();

    /// <summary>Gets or sets the certificates for https addresses in <see cref="Urls"/>, by the host names that they are for.</summary>
    /// <value><c>Default</c>, a host name, or one with an asterisk for its first label. The default is empty.</value>
    public IReadOnlyDictionary<string, CertificateOptions> Certificates { get; set; } = new Dictionary<string, CertificateOptions>();

    /// <summary>Gets or sets the files at the root of the domain with which WeChat checks whose domain it is, by their names.</summary>
    /// <value>
    /// Each name is one that WeChat gave, such as <c>MP_verify_x.txt</c>; its value is what stands in the file. The default is empty.
    /// </value>
    public IReadOnlyDictionary<string, string?> VerifyFiles { get; set; } = new Dictionary<string, string?>();

    /// <summary>
    /// Gets or sets how long the gateway takes pushes after it was told to stop, while <c>/health/ready</c> says 503 already.
    /// </summary>
    /// <value>The default is 5 seconds; the most is 20 seconds.</value>
    public TimeSpan ShutdownDelay { get; set; } = ShutdownTimes.Delay;

    /// <summary>Gets or sets where the internal listener serves what.</summary>
    public EndpointOptions Endpoints { get; set; } = new();

    /// <summary>
    /// Gets or sets a value indicating whether the endpoints that do one thing for a service, <c>/qr</c> to
    /// <c>/channels-ec-refund-detail</c>, are on the public addresses too; callers there always need an API key.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool EndpointsOnPublicListener { get; set; }

    /// <summary>
    /// Gets or sets the addresses of proxies before the gateway, single ones and ranges, whose word is taken for who the client is.
    /// </summary>
    /// <value>The default is empty: <c>X-Forwarded-For</c> is believed from nobody.</value>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];

    /// <summary>Gets or sets how much the public addresses take.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Gets or sets where platforms, logins and records are kept. A change takes effect at the next start.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>Returns the public addresses one by one.</summary>
    internal IReadOnlyList<string> EachUrl() => Each(Urls);

    /// <summary>Returns the internal addresses one by one.</summary>
    internal IReadOnlyList<string> EachInternalUrl() => Each(InternalUrls);

    /// <summary>Returns the addresses for cloud hosting one by one.</summary>
    internal IReadOnlyList<string> EachCloudRunUrl() => Each(CloudRunUrls);

    private static string[] Each(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
