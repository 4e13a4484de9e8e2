using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Chooses between the two backs of an interface when the container makes it: the configuration is read by then.</summary>
public static class StoreChoice
{
    /// <summary>
    /// Returns the one that belongs to the configured kind of store, for use as a factory. Both are registered beside it.
    /// </summary>
    /// <typeparam name="TService">The interface.</typeparam>
    /// <typeparam name="TMemory">The implementation for <see cref="StoreKind.Memory"/>.</typeparam>
    /// <typeparam name="TRedis">The implementation for <see cref="StoreKind.Redis"/>.</typeparam>
    /// <param name="provider">The container.</param>
    public static TService Of<TService, TMemory, TRedis>(IServiceProvider provider)
        where TService : class
        where TMemory : class, TService
        where TRedis : class, TService =>
        provider.GetRequiredService<IOptions<StoreOptions>>().Value.Kind == StoreKind.Redis
            ? provider.GetRequiredService<TRedis>()
            : provider.GetRequiredService<TMemory>();
}
