using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Document;
using WxYarpGateway.Gateway.Endpoints.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Sets up the gateway's own endpoints.</summary>
internal static class GatewayEndpoints
{
    /// <summary>Adds the endpoints and the rules of their paths.</summary>
    public static void AddGatewayEndpoints(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IGatewayRule, EndpointsRule>();
        services.AddSingleton<IGatewayRule, PublicEndpointsRule>();
        services.AddSingleton<IGatewayRule, VerifyFilesRule>();
        services.AddSingleton<ReloadedEndpoints>();
        services.AddSingleton<EndpointsOfServices>();
        services.AddSingleton<QueueAnswers>();
        services.AddSingleton<IEndpointGroup, ServiceEndpoints>();
        services.AddSingleton<IEndpointGroup, TokenEndpoints>();
        services.AddSingleton<IEndpointGroup, RedeliveryEndpoints>();
        services.AddSingleton<IEndpointGroup, VerifyFileEndpoints>();
        services.AddSingleton(provider => new Lazy<EndpointDataSource>(provider.GetRequiredService<EndpointDataSource>));
        services.AddSingleton<IEndpointGroup, DocumentEndpoint>();
        services.AddSingleton<IServiceEndpoint, QrEndpoint>();
        services.AddSingleton<IServiceEndpoint, UserEndpoint>();
        services.AddSingleton<IServiceEndpoint, SnsAuth2Endpoint>();
        services.AddSingleton<IServiceEndpoint, QrLoginEndpoint>();
        services.AddSingleton<IServiceEndpoint, ShortUrlEndpoint>();
        services.AddSingleton<IServiceEndpoint, TemplateMessageEndpoint>();
        services.AddSingleton<IServiceEndpoint, SignJsApiEndpoint>();
        services.AddSingleton<IServiceEndpoint, ChannelsOrderEndpoint>();
        services.AddSingleton<IServiceEndpoint, ChannelsRefundEndpoint>();
    }

    /// <summary>Maps the endpoints at the paths of the configuration in force, and at those of each one after it.</summary>
    public static void MapGatewayEndpoints(this WebApplication app)
        => ((IEndpointRouteBuilder)app).DataSources.Add(app.Services.GetRequiredService<ReloadedEndpoints>());
}
