using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Logging;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Routes;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Says at start what is served.</summary>
internal sealed partial class StartReport(
    WeChatConfigProvider configuration,
    GatewaySettings gateway,
    Listener listener,
    StartSilence silence,
    IHostApplicationLifetime lifetime,
    ILogger<StartReport> logger) : IHostedService
{
    // A list of hundreds of services is of no use.
    private const int MostLines = 50;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Report);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report()
    {
        silence.End();
        var current = configuration.Current;
        var clusters = current.Clusters.ToDictionary(cluster => cluster.ClusterId, StringComparer.OrdinalIgnoreCase);
        foreach (var (settings, service) in current.Settings.Zip(current.Services).Take(MostLines))
        {
            var path = settings.Options.MessagePath is { Length: > 0 } own ? own : "the routes that name it";
            if (AddressesOf(clusters[ServiceRoutes.MessageId(service.Name)]) is { Length: > 0 } addresses)
            {
                Log.Serving(logger, service.Name, path, service.Callback.Encryption.ToString(), addresses);
            }
            else
            {
                Log.Echoing(logger, service.Name, path, service.Callback.Encryption.ToString());
            }

            if (clusters.TryGetValue(OAuthRoutes.Id(service.Name), out var redirects) && settings.Options.OAuthPath.Length > 0)
            {
                Log.Redirected(
                    logger,
                    service.Name,
                    settings.Options.OAuthPath,
                    AddressesOf(redirects) is { Length: > 0 } backends ? backends : "the routes that name it");
            }
        }

        if (current.Services.Count > MostLines)
        {
            Log.More(logger, current.Services.Count - MostLines);
        }

        var options = gateway.Options;
        Log.ServingInside(
            logger,
            string.Join(", ", listener.InternalAddresses()),
            options.Endpoints.Api,
            options.Endpoints.Tokens,
            options.InternalApiKeys.Count);
        if (string.Join(", ", options.Endpoints.ServedForServices().Select(endpoint => endpoint.Path)) is { Length: > 0 } paths)
        {
            Log.ServingEndpoints(
                logger, paths, options.EndpointsOnPublicListener ? "the internal and the public addresses" : "the internal addresses");
        }
    }

    private static string AddressesOf(ClusterConfig cluster)
        => string.Join(
            ", ", cluster.Destinations?.Values.Select(destination => new Uri(destination.Address).GetLeftPart(UriPartial.Path)) ?? []);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Service '{Service}' takes pushes at '{Path}' ('{Mode}') and sends messages to '{Backend}'.",
            EventName = "Serving")]
        public static partial void Serving(ILogger logger, string service, string path, string mode, string backend);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "Service '{Service}' takes pushes at '{Path}' ('{Mode}') and echoes messages: it has no MessageBackend.",
            EventName = "Echoing")]
        public static partial void Echoing(ILogger logger, string service, string path, string mode);

        [LoggerMessage(3, LogLevel.Information, "'{Number}' more services are not listed.", EventName = "More")]
        public static partial void More(ILogger logger, int number);

        [LoggerMessage(
            4,
            LogLevel.Information,
            "Backends call WeChat at '{Addresses}' below '{Api}', and get tokens below '{Tokens}'; API keys: '{Keys}'.",
            EventName = "ServingInside")]
        public static partial void ServingInside(ILogger logger, string addresses, string? api, string? tokens, int keys);

        [LoggerMessage(5, LogLevel.Information, "Backends find '{Endpoints}' at '{Where}'.", EventName = "ServingEndpoints")]
        public static partial void ServingEndpoints(ILogger logger, string endpoints, string where);

        [LoggerMessage(
            6,
            LogLevel.Information,
            "Service '{Service}' takes redirects from WeChat's authorize page at '{Path}' and sends them to '{Backend}'.",
            EventName = "Redirected")]
        public static partial void Redirected(ILogger logger, string service, string path, string backend);
    }
}
