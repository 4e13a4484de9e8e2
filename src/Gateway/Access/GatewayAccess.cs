using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using WxYarpGateway.Gateway.Access.Backends;
using WxYarpGateway.Gateway.Access.Limits;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Access;

/// <summary>Sets up who may use what, and how much of it.</summary>
internal static class GatewayAccess
{
    /// <summary>The policy of endpoints for backends.</summary>
    public const string Backends = "Backends";

    // What decides about requests and keeps nothing of one.
    private static readonly HashSet<Type> Stateless =
    [
        typeof(IAuthorizationService),
        typeof(IAuthorizationPolicyProvider),
        typeof(IAuthorizationHandlerProvider),
        typeof(IAuthorizationEvaluator),
        typeof(IAuthorizationHandlerContextFactory),
        typeof(IAuthorizationMiddlewareResultHandler),
        typeof(IPolicyEvaluator),
    ];

    /// <summary>Adds API keys, known proxies and limits, with their rules.</summary>
    public static void AddGatewayAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IGatewayRule, InternalApiKeysRule>();
        services.AddSingleton<IGatewayRule, KnownProxiesRule>();
        services.AddSingleton<ApiKeyUses>();
        services.AddSingleton(provider =>
        {
            var uses = provider.GetRequiredService<ApiKeyUses>();
            return new MadeOfOptions<ApiKeys>(
                provider.GetRequiredService<GatewaySettings>(), options => new ApiKeys(options.InternalApiKeys, uses));
        });
        services.AddSingleton(provider => new MadeOfOptions<KnownProxies>(provider.GetRequiredService<GatewaySettings>(), KnownProxies.Of));
        services.AddSingleton<IAuthenticationService, ApiKeyAuthentication>();
        services.AddAuthorization(authorization => authorization.AddPolicy(
            Backends, policy => policy.AddAuthenticationSchemes(ApiKeyAuthentication.Scheme).AddRequirements(new BackendRequirement())));
        services.AddSingleton<IAuthorizationHandler, BackendHandler>();
        services.AddSingleton<BackendAccess>();
        ShareAuthorization(services);
        builder.AddLimits();
    }

    /// <summary>Finds out who the client is, and refuses what is too much and who may not.</summary>
    public static void UseGatewayAccess(this WebApplication app)
    {
        app.UseMiddleware<ClientAddressMiddleware>();
        app.UseMiddleware<CloudRunMiddleware>();
        app.UseMiddleware<LimitsMiddleware>();
        app.UseMiddleware<InternalListenerMiddleware>();
        app.UseMiddleware<BackendsOnlyMiddleware>();

        // The policy names its scheme, so that authorization authenticates. A middleware of its own would do so twice.
        app.UseWhen(
            static context => context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null,
            guarded => guarded.UseAuthorization());

        // Otherwise WebApplication adds both at the front of the pipeline, and every push pays for them.
        var properties = ((IApplicationBuilder)app).Properties;
        properties["__AuthenticationMiddlewareSet"] = true;
        properties["__AuthorizationMiddlewareSet"] = true;
    }

    // The framework makes them anew for each request.
    private static void ShareAuthorization(IServiceCollection services)
    {
        for (var index = 0; index < services.Count; index++)
        {
            var made = services[index];
            if (made is { Lifetime: ServiceLifetime.Transient, ImplementationType: { } implementation }
                && (Stateless.Contains(made.ServiceType) || implementation == typeof(PassThroughAuthorizationHandler)))
            {
                services[index] = ServiceDescriptor.Singleton(made.ServiceType, implementation);
            }
        }
    }

    private static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
        builder.Services.AddSingleton<IGatewayRule, LimitsRule>();
        builder.Services.AddSingleton<LimitMetrics>();
        builder.Services.AddSingleton<RateLimits>();
    }
}
