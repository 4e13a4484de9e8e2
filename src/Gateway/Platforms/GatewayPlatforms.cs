using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Platforms.Authorizers;
using WxYarpGateway.Gateway.Platforms.Code;
using WxYarpGateway.Gateway.Platforms.Releases;
using WxYarpGateway.Gateway.Platforms.Rules;
using WxYarpGateway.Gateway.Platforms.Tokens;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>Sets up what the internal listener does for platforms.</summary>
internal static class GatewayPlatforms
{
    /// <summary>Adds the endpoints.</summary>
    public static void AddPlatformEndpoints(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddPlatformRules();
        services.AddPlatformEvents();
        services.AddCodeEndpoints();
        services.AddReleaseEndpoints();
        services.AddSingleton<IEndpointGroup, PlatformEndpoints>();
        services.AddSingleton<IAuthorizationUrls, AuthorizationUrls>();
        services.AddSingleton<IEndpointGroup, PlatformTokenEndpoints>();
        services.AddSingleton<IEndpointGroup, WxComponentEndpoints>();
        services.AddSingleton<IPlatformEndpoints, PlatformStateEndpoints>();
        services.AddSingleton<IPlatformEndpoints, AuthorizerEndpoints>();
        services.AddSingleton<IPlatformEndpoints, RuleEndpoints>();
        services.AddSingleton<IPlatformEndpoints, RuleTrialEndpoints>();
        services.AddSingleton<IPlatformEndpoints, HistoryEndpoints>();
        services.AddSingleton<IPlatformEndpoints, InvitationEndpoint>();
        services.AddSingleton<IPlatformEndpoints, PlatformRedeliveryEndpoints>();
    }
}
