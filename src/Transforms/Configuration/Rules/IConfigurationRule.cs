using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>A rule of the host for the host's own keys of the section.</summary>
internal interface IConfigurationRule
{
    /// <summary>Reports errors and warnings.</summary>
    void Check(IConfigurationSection section, ConfigurationReport report);
}
