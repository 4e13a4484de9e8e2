using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Storage;

/// <summary>Configures the database from the configuration in force when it is first needed. A reload does not change it.</summary>
internal sealed class DatabaseSettings(Lazy<GatewaySettings> settings) : IConfigureOptions<DatabaseOptions>
{
    public void Configure(DatabaseOptions options)
    {
        var configured = settings.Value.Options.Database;
        options.Kind = configured.Kind;
        options.Connection = configured.Connection;
        options.Key = configured.Key;
        options.PreviousKeys = configured.PreviousKeys;
        options.Migrate = configured.Migrate;
    }
}
