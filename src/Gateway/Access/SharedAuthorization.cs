using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Makes what decides about requests once, where the framework makes it anew for each. Every call of WeChat's API by a backend pays for
/// that.
/// </summary>
internal static class SharedAuthorization
{
    // None of them keeps anything of a request.
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

    /// <summary>Has the framework's own services for authorization live as long as the gateway.</summary>
    public static void ShareAuthorization(this IServiceCollection services)
    {
        for (var index = 0; index < services.Count; index++)
        {
            var made = services[index];
            if (made is { Lifetime: ServiceLifetime.Transient, ImplementationType: { } implementation } && IsStateless(made))
            {
                services[index] = ServiceDescriptor.Singleton(made.ServiceType, implementation);
            }
        }
    }

    private static bool IsStateless(ServiceDescriptor service)
        => Stateless.Contains(service.ServiceType) || service.ImplementationType == typeof(PassThroughAuthorizationHandler);
}
