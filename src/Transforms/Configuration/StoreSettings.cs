using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Configures the store from the configuration in force when the first store is created. A reload does not change it.</summary>
internal sealed class StoreSettings(WeChatConfigProvider configuration) : IConfigureOptions<StoreOptions>
{
    public void Configure(StoreOptions options)
    {
        var configured = configuration.Current.StoreInUse;
        options.Kind = configured.Kind;
        options.Redis = configured.Redis;
        options.KeyPrefix = configured.KeyPrefix;
    }

    /// <summary>Returns whether two configurations of the store are equal.</summary>
    public static bool AreEqual(StoreOptions left, StoreOptions right)
        => left.Kind == right.Kind && left.Redis == right.Redis && left.KeyPrefix == right.KeyPrefix;
}
