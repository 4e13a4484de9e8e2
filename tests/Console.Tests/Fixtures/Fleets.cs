using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>Makes the console's own fleet, with its own HTTP client, for gateways of a test.</summary>
internal static class Fleets
{
    /// <summary>Adds the fleet and its options.</summary>
    public static void Add(IServiceCollection services, TimeProvider clock, params Uri[] gateways)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.AddGateways();
        foreach (var service in builder.Services.Where(service => services.All(other => other.ServiceType != service.ServiceType)).ToList())
        {
            services.Add(service);
        }

        services.AddSingleton(clock);
        services.Configure<ConsoleOptions>(options => options.Gateways =
            [.. gateways.Select(gateway => new GatewayOptions { Url = gateway.AbsoluteUri, Key = "a-key" })]);
    }

    /// <summary>Returns a fleet, to be disposed with its provider.</summary>
    public static ServiceProvider Of(TimeProvider clock, params Uri[] gateways)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Add(services, clock, gateways);
        return services.BuildServiceProvider();
    }
}
