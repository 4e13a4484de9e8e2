using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Messages;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Sets up what the login proxy needs of the rest of the gateway.</summary>
internal static class GatewayLogins
{
    /// <summary>Adds the endpoints for the people who log in, and joins the login proxy to platforms.</summary>
    public static void AddGatewayLogins(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ILoginAuthorizers, PlatformMiniPrograms>();
        services.AddSingleton<IMessageApis, MessageApisOfLogins>();
        services.AddSingleton<IEndedAuthorizers, EndedMiniPrograms>();
        services.AddSingleton<IEndpointGroup, UserEndpoints>();
    }
}
