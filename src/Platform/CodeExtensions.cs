using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Api.Calls;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the management of mini programs' code.</summary>
public static class CodeExtensions
{
    /// <summary>Adds the calls about code, to a host with platforms.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPlatformCode(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => new CodeApi(provider.GetRequiredService<WeChatCalls>()));
        services.TryAddSingleton(provider => new PlatformQuota(
            provider.GetRequiredService<CodeApi>(), provider.GetRequiredService<AuthorizerRegistry>()));
        return services;
    }
}
