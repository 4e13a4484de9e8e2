using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Transforms.Minutes;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>Sets up what people see who look after the gateway.</summary>
internal static class GatewayOverview
{
    /// <summary>Adds it. Nothing of it is made before somebody looks.</summary>
    public static void AddGatewayOverview(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new ReplicaStart(provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddSingleton<ReplicaParts>();
        services.AddSingleton<ServiceFeatures>();
        services.AddSingleton<ServiceOverview>();
        services.AddSingleton<ReplicaOverview>();
        services.AddSingleton<IEndpointGroup>(provider =>
        {
            // Endpoints are mapped at the start.
            _ = provider.GetRequiredService<ReplicaStart>();
            return new OverviewEndpoints(
                new Lazy<ReplicaOverview>(provider.GetRequiredService<ReplicaOverview>), provider.GetRequiredService<PushMinutes>());
        });
    }
}
