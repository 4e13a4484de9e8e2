using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>A rule of the host's own about keys of the section that are the host's.</summary>
internal interface IConfigurationRule
{
    /// <summary>Reports what is wrong.</summary>
    void Check(IConfigurationSection section, ConfigurationReport report);
}
