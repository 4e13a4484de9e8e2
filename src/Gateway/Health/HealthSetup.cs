using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Sets up <c>/health</c>, <c>/health/live</c> and <c>/health/ready</c> on the internal listener.</summary>
internal static class HealthSetup
{
    /// <summary>The path that tells that the process answers, as <see cref="HealthEndpoint.Path"/> does.</summary>
    public const string Live = $"{HealthEndpoint.Path}/live";

    /// <summary>The path that tells whether the gateway wants traffic, and how it is.</summary>
    public const string Ready = $"{HealthEndpoint.Path}/ready";

    private const string Plain = "text/plain";

    /// <summary>Adds the checks. They read memory only: none calls WeChat or a backend, or waits for the store.</summary>
    public static void AddGatewayHealth(this WebApplicationBuilder builder)
    {
        // Only the first two checks make a replica not ready, even if another one throws; and two SQLite databases behind one Redis do.
        builder.Services.AddHealthChecks()
            .AddCheck<ShutdownCheck>(ShutdownCheck.Name)
            .AddCheck<ConfigurationCheck>(ConfigurationCheck.Name)
            .AddCheck<StoreCheck>(StoreCheck.Name, HealthStatus.Degraded)
            .AddCheck<DatabaseCheck>(DatabaseCheck.Name, HealthStatus.Degraded)
            .AddCheck<PlatformsCheck>(PlatformsCheck.Name, HealthStatus.Degraded)
            .AddCheck<CertificatesCheck>(CertificatesCheck.Name, HealthStatus.Degraded)
            .AddCheck<ServicesCheck>(ServicesCheck.Name, HealthStatus.Degraded);
        builder.Services.AddSingleton<ServiceBackends>();
        builder.Services.AddSingleton<ReadyAnswer>();
    }

    /// <summary>
    /// Maps the endpoints. Probes need no key; they only learn whether the gateway is ready.
    /// </summary>
    public static void MapGatewayHealth(this WebApplication app)
    {
        app.Map(HealthEndpoint.Path, HealthEndpoint.AnswerAsync).WithMetadata(ServedOn.Internal, ErrorShape.GoGateway, ExactPath.Instance)
            .Describe(HttpMethods.Get, new Description("Says OK while the process is there.") { AnswerType = Plain });
        app.Map(Live, HealthEndpoint.AnswerAsync).WithMetadata(ServedOn.Internal, ErrorShape.GoGateway)
            .Describe(HttpMethods.Get, new Description("Says OK while the process is there, for probes.") { AnswerType = Plain });
        var ready = app.Services.GetRequiredService<ReadyAnswer>();

        // Anybody may ask; callers that may use the other endpoints get the details.
        app.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = ready.WriteAsync })
            .WithMetadata(ServedOn.Internal)
            .RequireAuthorization(GatewayAccess.Backends)
            .AllowAnonymous()
            .Describe(HttpMethods.Get, "Says whether the gateway takes pushes; who shows a key learns the details.");
    }
}
