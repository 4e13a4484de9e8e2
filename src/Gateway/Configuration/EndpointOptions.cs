using System.Reflection;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Where the internal listener serves what. An empty path, or <c>null</c>, removes an endpoint.</summary>
public sealed class EndpointOptions
{
    // All properties are paths, so none can be forgotten.
    private static readonly PropertyInfo[] Paths = typeof(EndpointOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>Gets or sets the path at which QR codes are made.</summary>
    /// <value>The default is <c>/qr</c>.</value>
    public string? Qr { get; set; } = "/qr";

    /// <summary>Gets or sets the path at which WeChat is asked about a user.</summary>
    /// <value>The default is <c>/user</c>.</value>
    public string? User { get; set; } = "/user";

    /// <summary>Gets or sets the path at which OAuth codes are exchanged.</summary>
    /// <value>The default is <c>/sns-auth2</c>.</value>
    public string? SnsAuth2 { get; set; } = "/sns-auth2";

    /// <summary>Gets or sets the path at which codes of sign-ins by QR code are exchanged.</summary>
    /// <value>The default is <c>/qr-login</c>.</value>
    public string? QrLogin { get; set; } = "/qr-login";

    /// <summary>Gets or sets the path at which addresses are shortened.</summary>
    /// <value>The default is <c>/short-url</c>.</value>
    public string? ShortUrl { get; set; } = "/short-url";

    /// <summary>Gets or sets the path at which template messages are sent.</summary>
    /// <value>The default is <c>/tmpl-msg</c>.</value>
    public string? TemplateMessage { get; set; } = "/tmpl-msg";

    /// <summary>Gets or sets the path at which a page's use of the JS-SDK is signed.</summary>
    /// <value>The default is <c>/sign-jsapi</c>.</value>
    public string? SignJsApi { get; set; } = "/sign-jsapi";

    /// <summary>Gets or sets the path at which a WeChat store's orders are told.</summary>
    /// <value>The default is <c>/channels-ec-order-detail</c>.</value>
    public string? ChannelsOrderDetail { get; set; } = "/channels-ec-order-detail";

    /// <summary>Gets or sets the path at which a WeChat store's after-sale orders are told.</summary>
    /// <value>The default is <c>/channels-ec-refund-detail</c>.</value>
    public string? ChannelsRefundDetail { get; set; } = "/channels-ec-refund-detail";

    /// <summary>Gets or sets the path below which WeChat's API is called: <c>{Api}/{service}/{WeChat's path}</c>.</summary>
    /// <value>The default is <c>/wxapi</c>.</value>
    public string? Api { get; set; } = "/wxapi";

    /// <summary>Gets or sets the path below which tokens and tickets are given out: <c>{Tokens}/{service}/access_token</c>.</summary>
    /// <value>The default is <c>/tokens</c>.</value>
    public string? Tokens { get; set; } = "/tokens";

    /// <summary>
    /// Gets or sets the path below which messages that no backend took are counted, and dead letters listed and re-queued:
    /// <c>{Redelivery}/{service}</c>.
    /// </summary>
    /// <value>The default is <c>/redelivery</c>.</value>
    public string? Redelivery { get; set; } = "/redelivery";

    /// <summary>
    /// Gets or sets the path below which records of pushes are searched, watched and replayed: <c>{Records}/{service}</c>.
    /// </summary>
    /// <value>The default is <c>/records</c>.</value>
    public string? Records { get; set; } = "/records";

    /// <summary>
    /// Gets or sets the path below which third-party platforms are looked after: <c>{Platform}/{platform}/rules</c> and others.
    /// </summary>
    /// <value>The default is <c>/platform</c>.</value>
    public string? Platform { get; set; } = "/platform";

    /// <summary>
    /// Gets or sets the path below which people who log in to mini programs are looked after: <c>{Login}/{service}/users</c> and others.
    /// </summary>
    /// <value>The default is <c>/login</c>.</value>
    public string? Login { get; set; } = "/login";

    /// <summary>
    /// Gets or sets the path below which services are tested with pushes that the gateway sends itself: <c>{Try}/{service}/push</c>.
    /// </summary>
    /// <value>The default is <c>/try</c>.</value>
    public string? Try { get; set; } = "/try";

    /// <summary>Gets or sets the path below which the document of the internal API is: <c>{OpenApi}/v1.json</c>.</summary>
    /// <value>The default is <c>/openapi</c>.</value>
    public string? OpenApi { get; set; } = "/openapi";

    /// <summary>
    /// Gets or sets the path at which it is told how this replica and its services are, and below which minutes, settings and errcodes are
    /// found: <c>{Overview}/{service}/minutes</c> and others.
    /// </summary>
    /// <value>The default is <c>/overview</c>.</value>
    public string? Overview { get; set; } = "/overview";

    /// <summary>Gets or sets the path below which the database is looked after: <c>{Database}/backup</c> and others.</summary>
    /// <value>The default is <c>/database</c>.</value>
    public string? Database { get; set; } = "/database";

    /// <summary>Gets the keys.</summary>
    internal static IReadOnlyList<string> Keys { get; } = [.. Paths.Select(path => path.Name)];

    /// <summary>
    /// Gets the keys of paths below which everything is the endpoint's. All others are single paths that do one thing for a service.
    /// </summary>
    internal static IReadOnlyList<string> Prefixes { get; } = [nameof(Api), nameof(Tokens), nameof(Redelivery), nameof(Records),
        nameof(Platform), nameof(Login), nameof(Overview), nameof(Database), nameof(Try), nameof(OpenApi)];

    /// <summary>Sets the path with a key; a key that is none sets nothing.</summary>
    internal void Set(string key, string? path)
        => Array.Find(Paths, property => property.Name.Equals(key, StringComparison.OrdinalIgnoreCase))?.SetValue(this, path);

    /// <summary>Returns the paths that are served, each with its key.</summary>
    internal IReadOnlyList<(string Key, string Path)> Served() =>
    [
        .. Paths.Select(property => (property.Name, Path: (string?)property.GetValue(this)))
            .Where(served => served.Path is not null)
            .Select(served => (served.Name, served.Path!)),
    ];

    /// <summary>Returns the paths that are served and do one thing for a service, each with its key.</summary>
    internal IReadOnlyList<(string Key, string Path)> ServedForServices() => [.. Served().Where(served => !Prefixes.Contains(served.Key))];
}
