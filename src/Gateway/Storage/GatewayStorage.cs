using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.Gateway.Storage;

/// <summary>Sets up the database.</summary>
internal static class GatewayStorage
{
    /// <summary>Adds the database, which is opened once the configuration needs it.</summary>
    public static void AddGatewayStorage(this WebApplicationBuilder builder, GatewayEnvironment environment)
    {
        var folder = environment.DataFolder is { Length: > 0 } named ? named : DataFolder.DefaultName;
        builder.Services.AddGatewayDatabase(new DataFolder(Path.GetFullPath(folder, environment.WorkingFolder)));

        // The rules look at the options before there are settings in force.
        builder.Services.AddSingleton<IConfigureOptions<DatabaseOptions>>(provider => new DatabaseSettings(
            new Lazy<GatewaySettings>(provider.GetRequiredService<GatewaySettings>)));
        builder.Services.AddSingleton<IGatewayRule, DatabaseRule>();
        builder.Services.AddSingleton(provider => new SoleReplica(
            provider.GetRequiredService<IOptions<StoreOptions>>(),
            new Lazy<RedisAccess>(provider.GetRequiredService<RedisAccess>),
            provider.GetRequiredService<DatabaseAccess>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SoleReplica>>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SoleReplica>());
    }
}
