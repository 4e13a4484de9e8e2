using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Imports;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>The gateway of a folder, with its configuration and its database's key; it does not run.</summary>
internal sealed class GatewayFolder : IAsyncDisposable
{
    private const string RootFile = "appsettings.json";
    private const string ConfigFileVariable = "GATEWAY_CONFIG";

    private readonly WebApplication _gateway;

    private GatewayFolder(WebApplication gateway) => _gateway = gateway;

    /// <summary>Gets what takes users into its database.</summary>
    public UserImport Users => _gateway.Services.GetRequiredService<UserImport>();

    /// <summary>Reads its configuration.</summary>
    /// <exception cref="GatewayFolderException">It is not there, or has errors.</exception>
    public static async Task<GatewayFolder> OpenAsync(string folder, string? dataFolder, CancellationToken cancellationToken)
    {
        // Without one there is a configuration for demos, and nobody wants users in its database.
        if (!File.Exists(Path.Combine(folder, RootFile)) && Environment.GetEnvironmentVariable(ConfigFileVariable) is not { Length: > 0 })
        {
            throw new GatewayFolderException(
                $"{folder} has no {RootFile}. Name the folder that the gateway is started in with --gateway, or set {ConfigFileVariable}.");
        }

        var gateway = new GatewayFolder(Gateway.Program.CreateIn(folder, dataFolder));
        var errors = await gateway._gateway.Services.GetRequiredService<WeChatConfiguration>().LoadAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (errors.Count > 0)
        {
            await gateway.DisposeAsync();
            throw new GatewayFolderException(string.Join('\n', errors.Select(error => error.ToString())));
        }

        return gateway;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gateway.DisposeAsync();
}
