using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Issuers;
using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.OAuth;
using WxYarpGateway.TokenService.Services;
using WxYarpGateway.TokenService.Stores;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.WeChatApi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers who we are to WeChat.</summary>
public static class TokenServiceExtensions
{
    // As much as any JSON answer of WeChat's needs, by far.
    private const long LongestAnswer = 1024 * 1024;

    /// <summary>Adds the tokens of WeChat accounts and the client that calls WeChat's API with them.</summary>
    public static IServiceCollection AddTokenService(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton<TokenSpans>();
        return services
            .AddAccounts()
            .AddTokens()
            .AddStores()
            .AddLeases()
            .AddIssuers()
            .AddWeChatApi()
            .AddOAuth();
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<IAccountList, EveryAccount>();
        return services;
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenSlots>();
        services.TryAddSingleton<TokenStates>();
        services.TryAddSingleton<TokenRenewal>();
        services.TryAddSingleton<TokenMetrics>();
        services.TryAddSingleton<AccessTokenService>();
        services.TryAddSingleton<ITokenService>(provider => provider.GetRequiredService<AccessTokenService>());
        services.AddHostedService<RenewalWorker>();
        return services;
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddOptions<StoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>());
        services.TryAddSingleton<StoreGuard>();
        services.TryAddSingleton<RedisConnection>();
        services.TryAddSingleton<StoreWatch>();
        services.TryAddSingleton<MemoryTokenStore>();
        services.TryAddSingleton<RedisTokenStore>();
        services.TryAddSingleton<StoreMetrics>();
        services.TryAddSingleton<ITokenStore>(provider =>
        {
            // Resolve StoreMetrics with the store so its gauge is always registered.
            _ = provider.GetRequiredService<StoreMetrics>();
            return new GuardedTokenStore(StoreChoice.Of<ITokenStore, MemoryTokenStore, RedisTokenStore>(provider), provider.GetRequiredService<StoreGuard>());
        });
        return services;
    }

    private static IServiceCollection AddLeases(this IServiceCollection services)
    {
        services.TryAddSingleton<MemoryLeases>();
        services.TryAddSingleton<RedisLeases>();
        services.TryAddSingleton<ILeases>(provider => new GuardedLeases(
            StoreChoice.Of<ILeases, MemoryLeases, RedisLeases>(provider), provider.GetRequiredService<StoreGuard>()));
        return services;
    }

    private static IServiceCollection AddIssuers(this IServiceCollection services)
    {
        services.TryAddSingleton<AccessTokenIssuer>();
        services.TryAddSingleton<ReplacingIssuer>();
        services.TryAddSingleton(provider => new TokenIssuers(
            provider.GetRequiredService<ReplacingIssuer>(),
            new Lazy<WeChatApiClient>(provider.GetRequiredService<WeChatApiClient>),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddWeChatApi(this IServiceCollection services)
    {
        services.AddOptions<WeChatApiOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WeChatApiOptions>, WeChatApiOptionsValidator>());
        services.TryAddSingleton<WeChatApiTelemetry>();
        services.TryAddSingleton<WeChatHttp>();
        services.TryAddSingleton(provider => new WeChatApiClient(
            provider.GetRequiredService<ITokenService>(), provider.GetRequiredService<WeChatHttp>()));

        // The default loggers write URLs, and WeChat wants its tokens in them. A redirect would carry a token to another host.
        services.AddHttpClient(WeChatApiClient.HttpClientName)
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = LongestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    private static IServiceCollection AddOAuth(this IServiceCollection services)
    {
        services.TryAddSingleton<MemoryOAuthStore>();
        services.TryAddSingleton<RedisOAuthStore>();
        services.TryAddSingleton<IOAuthStore>(provider => new GuardedOAuthStore(
            StoreChoice.Of<IOAuthStore, MemoryOAuthStore, RedisOAuthStore>(provider), provider.GetRequiredService<StoreGuard>()));
        services.TryAddSingleton<OAuthApi>();
        services.TryAddSingleton<OAuthMemory>();
        services.TryAddSingleton<CodeExchange>();
        services.TryAddSingleton<OAuthCodes>();
        services.TryAddSingleton<IOAuthCodes>(provider => provider.GetRequiredService<OAuthCodes>());
        services.TryAddSingleton<OAuthStates>();
        return services;
    }
}
