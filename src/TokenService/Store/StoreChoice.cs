using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Chooses between the two backs of an interface when the container makes it: the configuration is read by then.</summary>
internal static class StoreChoice
{
    /// <summary>Returns the one that belongs to the configured kind of store.</summary>
    public static TService Of<TService, TMemory, TRedis>(IServiceProvider provider)
        where TService : class
        where TMemory : class, TService
        where TRedis : class, TService =>
        provider.GetRequiredService<IOptions<StoreOptions>>().Value.Kind == StoreKind.Redis
            ? provider.GetRequiredService<TRedis>()
            : provider.GetRequiredService<TMemory>();
}
