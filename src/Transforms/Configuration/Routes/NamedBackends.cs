using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>The section <c>Backends</c>: clusters by name, at which services of several kinds may aim.</summary>
internal static class NamedBackends
{
    /// <summary>The section's key.</summary>
    public const string Key = "Backends";

    private const int Longest = 64;

    /// <summary>Returns the backends by name, without those whose name is refused.</summary>
    public static IReadOnlyDictionary<string, IConfigurationSection> Read(IConfigurationSection section, ConfigurationReport report)
    {
        var backends = new Dictionary<string, IConfigurationSection>(StringComparer.OrdinalIgnoreCase);
        var setting = section.GetSection(Key);
        if (!string.IsNullOrEmpty(setting.Value))
        {
            report.Error(setting.Path, "must be an object; it is a single value", "Write { \"name\": \"http://…\" } with a line for each");
        }

        foreach (var child in setting.GetChildren())
        {
            if (child.Key.Length > Longest || !child.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            {
                report.Error(child.Path, $"has a name that is not 1 to {Longest} letters, digits, - _ or .",
                    "Give the backend another name");
            }
            else if (!Backends.IsSet(child))
            {
                report.Error(child.Path, "is empty", "Write an address, a list of addresses or a YARP cluster, or remove the name");
            }
            else
            {
                backends[child.Key] = child;
            }
        }

        return backends;
    }
}
