using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Gives the stores the options of the configuration that is in force when the first of them is made; a reload changes none.</summary>
internal sealed class StoreSettings(WeChatConfigProvider configuration) : IConfigureOptions<StoreOptions>
{
    public void Configure(StoreOptions options)
    {
        var configured = configuration.Current.StoreInUse;
        options.Kind = configured.Kind;
        options.Redis = configured.Redis;
        options.KeyPrefix = configured.KeyPrefix;
    }

    /// <summary>Returns whether two say the same.</summary>
    public static bool AreEqual(StoreOptions left, StoreOptions right)
        => left.Kind == right.Kind && left.Redis == right.Redis && left.KeyPrefix == right.KeyPrefix;
}
