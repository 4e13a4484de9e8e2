using WxYarpGateway.Database.Backups;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Overview.Backups;
using WxYarpGateway.Gateway.Overview.Problems;
using WxYarpGateway.Gateway.Overview.Settings;
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
        services.AddSingleton<ConfigurationOverview>();
        services.AddSingleton<IEndpointGroup>(provider =>
        {
            // Endpoints are mapped at the start.
            _ = provider.GetRequiredService<ReplicaStart>();
            return new OverviewEndpoints(
                new Lazy<ReplicaOverview>(provider.GetRequiredService<ReplicaOverview>),
                new Lazy<ConfigurationOverview>(provider.GetRequiredService<ConfigurationOverview>),
                provider.GetRequiredService<PushMinutes>());
        });
        services.AddSingleton<IEndpointGroup>(provider => new DatabaseEndpoints(
            new Lazy<BackupDesk>(provider.GetRequiredService<BackupDesk>)));
        services.AddProblems();
    }

    // In the order in which somebody acts on them.
    private static void AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemSource, ConfigurationProblems>();
        services.AddSingleton<IProblemSource, StoreProblems>();
        services.AddSingleton<IProblemSource, DatabaseProblems>();
        services.AddSingleton<IProblemSource, CertificateProblems>();
        services.AddSingleton<IProblemSource, PlatformProblems>();
        services.AddSingleton<IProblemSource, ServiceProblems>();
    }
}
