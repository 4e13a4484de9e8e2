using Microsoft.Extensions.Primitives;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>The gateway's own endpoints. They are mapped again when a reload changes a path of theirs.</summary>
internal sealed class ReloadedEndpoints : EndpointDataSource, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IEnumerable<IEndpointGroup> _groups;
    private readonly GatewaySettings _settings;
    private readonly Lock _oneAtATime = new();
    private readonly IDisposable _watch;
    private volatile Mapping _mapping;
    private ConfigurationReloadToken _changed = new();

    public ReloadedEndpoints(
        IServiceProvider services, IEnumerable<IEndpointGroup> groups, GatewaySettings settings, WeChatConfiguration configuration)
    {
        _services = services;
        _groups = groups;
        _settings = settings;
        _mapping = Map(settings.Options);
        _watch = ChangeToken.OnChange(configuration.GetChangeToken, Reload);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _mapping.Endpoints;

    /// <inheritdoc/>
    public override IChangeToken GetChangeToken() => Volatile.Read(ref _changed);

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private void Reload()
    {
        lock (_oneAtATime)
        {
            // A change makes routing rebuild its tables; most reloads change services only.
            var options = _settings.Options;
            if (PathsOf(options).SequenceEqual(_mapping.Paths))
            {
                return;
            }

            _mapping = Map(options);
        }

        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
    }

    private Mapping Map(GatewayOptions options)
    {
        var routes = new Routes(_services);
        foreach (var group in _groups)
        {
            group.Map(routes, options);
        }

        return new Mapping(PathsOf(options), [.. routes.DataSources.SelectMany(source => source.Endpoints)]);
    }

    // Everything that the groups depend on.
    private static string[] PathsOf(GatewayOptions options) =>
    [
        options.EndpointsOnPublicListener.ToString(),
        .. options.Endpoints.Served().Select(endpoint => $"{endpoint.Key} {endpoint.Path}"),
        .. options.VerifyFiles.Select(file => $"{file.Key} {file.Value}"),
    ];

    private sealed record Mapping(string[] Paths, IReadOnlyList<Endpoint> Endpoints);

    private sealed class Routes(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
