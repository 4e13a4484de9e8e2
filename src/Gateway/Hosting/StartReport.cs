using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Says at start what is served.</summary>
internal sealed partial class StartReport(
    WeChatConfiguration configuration,
    PlatformCatalog platforms,
    GatewaySettings gateway,
    Listener listener,
    StartSilence silence,
    IHostApplicationLifetime lifetime,
    ILogger<StartReport> logger) : IHostedService
{
    // A list of hundreds of services is of no use.
    private const int MostLines = 50;

    private const string NamedByRoutes = "the routes that name it";

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
        var services = configuration.Services;
        foreach (var service in services.Take(MostLines))
        {
            var path = service.MessagePath.Length > 0 ? service.MessagePath : NamedByRoutes;
            if (service.MessageBackends.Count > 0)
            {
                Log.Serving(logger, service.Name, path, service.Encryption.ToString(), string.Join(", ", service.MessageBackends));
            }
            else if (!service.IsEchoed)
            {
                Log.Answering(logger, service.Name, path, service.Encryption.ToString());
            }
            else
            {
                Log.Echoing(logger, service.Name, path, service.Encryption.ToString());
            }

            if (service.OAuthPath.Length > 0)
            {
                var backends = service.OAuthBackends.Count > 0 ? string.Join(", ", service.OAuthBackends) : NamedByRoutes;
                Log.Redirected(logger, service.Name, service.OAuthPath, backends);
            }

            if (platforms.Current.TryGetValue(service.Name, out var platform))
            {
                var page = platform.Options.Authorization.Path;
                Log.Platform(logger, service.Name, platform.Options.AuthEventPath, page.Length > 0 ? page : "none");
            }
        }

        if (services.Count > MostLines)
        {
            Log.More(logger, services.Count - MostLines);
        }

        var options = gateway.Options;
        Log.ServingInside(
            logger,
            string.Join(", ", listener.InternalAddresses()),
            options.Endpoints.Api,
            options.Endpoints.Tokens,
            options.InternalApiKeys.Count);
        if (string.Join(", ", listener.CloudRunAddresses()) is { Length: > 0 } cloudRun)
        {
            Log.ServingCloudRun(logger, cloudRun);
        }

        if (string.Join(", ", options.Endpoints.ServedForServices().Select(endpoint => endpoint.Path)) is { Length: > 0 } paths)
        {
            Log.ServingEndpoints(
                logger, paths, options.EndpointsOnPublicListener ? "the internal and the public addresses" : "the internal addresses");
        }
    }

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

        [LoggerMessage(
            7,
            LogLevel.Information,
            "Service '{Service}' takes pushes at '{Path}' ('{Mode}') and answers 'success' to what no rule takes: it has no "
            + "MessageBackend.",
            EventName = "Answering")]
        public static partial void Answering(ILogger logger, string service, string path, string mode);

        [LoggerMessage(
            8,
            LogLevel.Information,
            "Platform '{Service}' takes tickets and authorization events at '{Path}'. Page for accounts that authorize it: '{Page}'.",
            EventName = "Platform")]
        public static partial void Platform(ILogger logger, string service, string path, string page);

        [LoggerMessage(
            9,
            LogLevel.Information,
            "WeChat's cloud hosting may push without a signature at '{Addresses}', from the CloudRun:Networks of the platform.",
            EventName = "ServingCloudRun")]
        public static partial void ServingCloudRun(ILogger logger, string addresses);
    }
}
