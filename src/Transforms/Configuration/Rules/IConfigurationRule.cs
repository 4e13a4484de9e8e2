using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>A rule of the host for the host's own keys of the section. Register it as a singleton; every compilation asks it.</summary>
public interface IConfigurationRule
{
    /// <summary>Gets the names of the host's own keys in the section; the library warns of all keys that nobody knows.</summary>
    IReadOnlyCollection<string> Keys { get; }

    /// <summary>
    /// Reports errors and warnings. It must not throw, and it has no side effects: the configuration may not be put in force.
    /// </summary>
    /// <param name="section">The section that was passed to <c>AddWeChat</c>, as it is about to be compiled.</param>
    /// <param name="report">Gets errors and warnings.</param>
    void Check(IConfigurationSection section, ConfigurationReport report);
}
