namespace WxYarpGateway.Console.Configuration;

/// <summary>What can be set in the section <c>Console</c>.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Console";

    /// <summary>Gets or sets where the console listens; several addresses are separated by semicolons.</summary>
    /// <value>The default is <c>http://127.0.0.1:7082</c>.</value>
    public string Urls { get; set; } = "http://127.0.0.1:7082";

    /// <summary>Gets or sets the gateways, one for each replica.</summary>
    /// <value>The default is empty.</value>
    public IList<GatewayOptions> Gateways { get; set; } = [];

    /// <summary>Gets or sets the address of a trace in a viewer, with <c>{traceId}</c> where its id belongs.</summary>
    /// <value>The default is <see langword="null"/>: trace ids are no links.</value>
    public string? TraceUrl { get; set; }

    /// <summary>Gets or sets the address at which people open the console, for links that it prints.</summary>
    /// <value>The default is <see langword="null"/>: the first of <see cref="Urls"/>.</value>
    public string? PublicUrl { get; set; }

    /// <summary>Gets or sets the database of accounts.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>Gets or sets the proxies whose word is taken for who the client is and whether it came over TLS.</summary>
    /// <value>The default is empty: the console is reached directly.</value>
    public IList<string> KnownProxies { get; set; } = [];

    /// <summary>Gets or sets an identity provider with which people sign in too.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>Gets each address to listen on.</summary>
    public IReadOnlyList<string> EachUrl()
        => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
