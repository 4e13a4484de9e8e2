using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Services;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the rules of platforms.</summary>
public static class RulesExtensions
{
    /// <summary>Adds rules, from the configuration and made at run time. The host registers an <see cref="IRuleStore"/>.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPlatformRules(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(_ => new PlatformCatalog());
        services.TryAddSingleton(_ => new AuthorizerRegistry());
        services.TryAddSingleton(provider => new RuleBook(
            provider.GetRequiredService<IRuleStore>(),
            provider.GetRequiredService<IStoreNews>(),
            provider.GetRequiredService<ILogger<RuleBook>>()));
        services.TryAddSingleton(provider => new RuleTrials(
            provider.GetRequiredService<RuleBook>(),
            provider.GetRequiredService<AuthorizerRegistry>(),
            provider.GetRequiredService<ServiceCatalog>(),
            provider.GetRequiredService<BackendTrial>()));
        services.AddSingleton<IMessageRoutes, RuleRoutes>();
        services.AddSingleton<IMessageCopies, RuleCopies>();
        services.AddHostedService<RuleWorker>();
        return services;
    }
}
