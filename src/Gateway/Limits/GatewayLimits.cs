using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Limits;

/// <summary>Sets up what keeps the gateway from being used up.</summary>
internal static class GatewayLimits
{
    /// <summary>Adds the limits, their keys and rules.</summary>
    public static void AddGatewayLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel((host, kestrel) => ServerLimits.Apply(kestrel, host.Configuration));
        builder.Services.AddSingleton<IConfigurationRule, LimitsRule>();
        builder.Services.AddSingleton<IConfigurationRule, KnownProxiesRule>();
        builder.Services.AddSingleton<LimitSettings>();
        builder.Services.AddSingleton<LimitMetrics>();
        builder.Services.AddSingleton<RateLimits>();
    }

    /// <summary>Finds out who the client is, and refuses what is too much.</summary>
    public static void UseGatewayLimits(this WebApplication app)
    {
        app.UseMiddleware<ClientAddressMiddleware>();
        app.UseMiddleware<LimitsMiddleware>();
    }
}
