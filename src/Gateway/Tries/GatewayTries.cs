using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Tries;

/// <summary>Sets up tests of services with pushes that the gateway sends itself.</summary>
internal static class GatewayTries
{
    /// <summary>Adds them. Until somebody tests a service they cost nothing.</summary>
    public static void AddGatewayTries(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<InnerRequests>();
        services.AddSingleton<IStartupFilter>(provider => provider.GetRequiredService<InnerRequests>());
        services.AddSingleton<IEndpointGroup, TryEndpoints>();
    }
}
