using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>The rule that the folder with secrets is there when it is named: without it, its keys would just be missing.</summary>
internal sealed class SecretsFolderRule(GatewayEnvironment environment) : IConfigurationRule
{
    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        if (environment.SecretsFolder is { Length: > 0 } folder && !Directory.Exists(Path.GetFullPath(folder, environment.WorkingFolder)))
        {
            report.SourceError("environment", $"{GatewayEnvironment.SecretsFolderVariable} is {folder}, which is not a folder", "Create the folder, or take the variable away");
        }
    }
}
