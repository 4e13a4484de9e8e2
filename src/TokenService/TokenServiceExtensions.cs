using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Codes.Logins;
using WxYarpGateway.TokenService.Codes.Phones;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Codes;
using WxYarpGateway.TokenService.Platforms.Issuers;
using WxYarpGateway.TokenService.Platforms.Spills;
using WxYarpGateway.TokenService.Platforms.Tickets;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Durable;
using WxYarpGateway.TokenService.Store.Health;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.Tokens.Issuers;
using WxYarpGateway.TokenService.Tokens.Renewals;

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
            .AddOAuth()
            .AddPlatforms();
    }

    /// <summary>
    /// Adds a distributed cache in the configured store, unless the host has one, and the <see cref="BestEffortCache"/> over it.
    /// </summary>
    /// <param name="services">The services, with those of <see cref="AddTokenService"/>.</param>
    public static IServiceCollection AddStoreCache(this IServiceCollection services)
    {
        services.AddOptions<MemoryDistributedCacheOptions>();
        services.TryAddSingleton<MemoryDistributedCache>();
        services.TryAddSingleton<GuardedCache>();
        services.TryAddSingleton<IDistributedCache>(StoreChoice.Of<IDistributedCache, MemoryDistributedCache, GuardedCache>);
        services.TryAddSingleton(provider => new BestEffortCache(
            provider.GetRequiredService<IDistributedCache>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BestEffortCache>>()));
        return services;
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<IAccountList, EveryAccount>();
        return services;
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenSlots>();
        services.TryAddSingleton(provider => new TokenStates(
            provider.GetRequiredService<TokenSlots>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<TokenRenewal>();
        services.TryAddSingleton<TokenMetrics>();
        services.TryAddSingleton<AccessTokenService>();
        services.TryAddSingleton<ITokenService>(provider => provider.GetRequiredService<AccessTokenService>());
        services.TryAddSingleton<IAccessTokens>(provider => provider.GetRequiredService<ITokenService>());
        services.AddHostedService<RenewalWorker>();
        return services;
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddOptions<StoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>());
        services.TryAddSingleton<StoreGuard>();
        services.TryAddSingleton<RedisConnection>();
        services.TryAddSingleton(provider => new RedisAccess(
            provider.GetRequiredService<RedisConnection>(), provider.GetRequiredService<StoreGuard>()));
        services.TryAddSingleton(provider => new StoreWatch(
            provider.GetRequiredService<IOptions<StoreOptions>>(),
            new Lazy<RedisConnection>(provider.GetRequiredService<RedisConnection>),
            provider.GetRequiredService<StoreGuard>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<MemoryStore>();
        services.TryAddSingleton<RedisStore>();
        services.TryAddSingleton<StoreMetrics>();
        services.TryAddSingleton<IExpiringStore>(provider =>
        {
            // Resolve StoreMetrics with the store so its gauge is always registered.
            _ = provider.GetRequiredService<StoreMetrics>();
            return new GuardedStore(
                StoreChoice.Of<IExpiringStore, MemoryStore, RedisStore>(provider), provider.GetRequiredService<StoreGuard>());
        });
        services.TryAddSingleton<MemoryNews>();
        services.TryAddSingleton<RedisNews>();
        services.TryAddSingleton<IStoreNews>(StoreChoice.Of<IStoreNews, MemoryNews, RedisNews>);
        return services;
    }

    private static IServiceCollection AddLeases(this IServiceCollection services)
    {
        services.TryAddSingleton<SharedFetch>();
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
            kind => kind == TokenKind.ComponentToken
                ? provider.GetRequiredService<ComponentTokenIssuer>()
                : provider.GetRequiredService<AuthorizerTokenIssuer>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddWeChatApi(this IServiceCollection services)
    {
        services.AddOptions<WeChatApiOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WeChatApiOptions>, WeChatApiOptionsValidator>());
        services.TryAddSingleton(provider => new WeChatApiTelemetry(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TokenSpans>()));
        services.TryAddSingleton<WeChatHttp>();
        services.TryAddSingleton(provider => new WeChatApiClient(
            provider.GetRequiredService<IAccessTokens>(), provider.GetRequiredService<WeChatHttp>()));

        services.TryAddSingleton(provider => new WeChatCalls(
            provider.GetRequiredService<IAccessTokens>(), provider.GetRequiredService<WeChatHttp>()));

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
        services.TryAddSingleton<OAuthApi>();
        services.TryAddSingleton<OAuthMemory>();
        services.TryAddSingleton<CodeExchange>();
        services.TryAddSingleton<OAuthCodes>();
        services.TryAddSingleton<IOAuthCodes>(provider => provider.GetRequiredService<OAuthCodes>());
        services.TryAddSingleton<LoginApi>();
        services.TryAddSingleton<LoginMemory>();
        services.TryAddSingleton<LoginCodes>();
        services.TryAddSingleton<ILoginCodes>(provider => provider.GetRequiredService<LoginCodes>());
        services.TryAddSingleton<PhoneApi>();
        services.TryAddSingleton(provider => new PhoneCodes(
            provider.GetRequiredService<SharedFetch>(),
            provider.GetRequiredService<IExpiringStore>(),
            provider.GetRequiredService<ISpillCipher>(),
            provider.GetRequiredService<PhoneApi>(),
            provider.GetRequiredService<ILogger<PhoneCodes>>()));
        services.TryAddSingleton(provider => new OAuthStates(
            provider.GetRequiredService<IExpiringStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OAuthStates>>()));
        services.TryAddSingleton(provider => new OneTimeUse(
            provider.GetRequiredService<IExpiringStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OneTimeUse>>()));
        services.TryAddSingleton(provider => new QrLoginStore(
            provider.GetRequiredService<IExpiringStore>(), provider.GetRequiredService<OneTimeUse>()));
        return services;
    }

    private static IServiceCollection AddPlatforms(this IServiceCollection services)
    {
        services.AddOptions<PlatformTokenOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlatformTokenOptions>, PlatformTokenOptionsValidator>());

        // A host with platforms registers its own of these four before, or replaces them.
        services.TryAddSingleton<NoVault>();
        services.TryAddSingleton<IAuthorizerVault>(provider => provider.GetRequiredService<NoVault>());
        services.TryAddSingleton<ISpillCipher>(provider => provider.GetRequiredService<NoVault>());
        services.TryAddSingleton<ISoleRenewer>(provider => provider.GetRequiredService<NoVault>());
        services.TryAddSingleton<IPlatformAccounts, NoPlatforms>();

        services.TryAddSingleton<MemoryDurableStore>();
        services.TryAddSingleton<RedisDurableStore>();
        services.TryAddSingleton<IDurableStore>(StoreChoice.Of<IDurableStore, MemoryDurableStore, RedisDurableStore>);
        services.TryAddSingleton(provider => new BoundedVault(
            provider.GetRequiredService<IAuthorizerVault>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<SpillBook>();
        services.TryAddSingleton<SpillFolder>();
        services.TryAddSingleton<SpilledTokens>();
        services.TryAddSingleton<RefreshTokens>();
        services.TryAddSingleton<TicketStore>();
        services.TryAddSingleton(provider => new ComponentTickets(
            provider.GetRequiredService<TicketStore>(),
            provider.GetRequiredService<IExpiringStore>(),
            provider.GetRequiredService<BoundedVault>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ComponentTickets>>()));
        services.TryAddSingleton(provider => new PlatformApi(
            provider.GetRequiredService<IAccessTokens>(),
            provider.GetRequiredService<WeChatHttp>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new SoleRenewal(
            provider.GetRequiredService<ISoleRenewer>(), provider.GetRequiredService<IExpiringStore>()));
        services.TryAddSingleton<ComponentTokenIssuer>();
        services.TryAddSingleton<RefreshTokenSearch>();
        services.TryAddSingleton<VainAttempts>();
        services.TryAddSingleton<AuthorizerTokenIssuer>();
        services.TryAddSingleton(provider => new AuthorizerTokens(
            provider.GetRequiredService<TokenSlots>(),
            provider.GetRequiredService<IExpiringStore>(),
            provider.GetRequiredService<RefreshTokens>(),
            provider.GetRequiredService<VainAttempts>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AuthorizerTokens>>()));
        services.TryAddSingleton<AuthorizationMemory>();
        services.TryAddSingleton<AuthorizationExchange>();
        services.TryAddSingleton(provider => new AuthorizationCodes(
            provider.GetRequiredService<SharedFetch>(),
            provider.GetRequiredService<AuthorizationMemory>(),
            provider.GetRequiredService<AuthorizationExchange>(),
            provider.GetRequiredService<ILogger<AuthorizationCodes>>()));
        services.TryAddSingleton(provider => new PlatformTokenStates(
            provider.GetRequiredService<ComponentTickets>(),
            provider.GetRequiredService<TokenSlots>(),
            provider.GetRequiredService<SpilledTokens>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<PlatformMetrics>();
        services.AddHostedService<PlatformTokenWorker>();
        return services;
    }
}
