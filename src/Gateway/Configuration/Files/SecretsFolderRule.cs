using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Configuration.Files;

/// <summary>The rule that the folder with secrets is there when it is named: without it, its keys would just be missing.</summary>
internal sealed class SecretsFolderRule(GatewayEnvironment environment) : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        if (environment.SecretsFolder is { Length: > 0 } folder && !Directory.Exists(Path.GetFullPath(folder, environment.WorkingFolder)))
        {
            report.SourceError(
                "environment",
                $"{GatewayEnvironment.SecretsFolderVariable} is {folder}, which is not a folder",
                "Create the folder, or take the variable away");
        }
    }
}
