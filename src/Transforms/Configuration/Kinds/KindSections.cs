using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>The services of one kind that are about to be compiled.</summary>
/// <param name="Services">Their sections; the key of each is the service's name, which is valid.</param>
/// <param name="Others">The options of the services of all other kinds, by name.</param>
/// <param name="Backends">The names of the section <c>Backends</c>; their case does not matter.</param>
/// <param name="PublicUrl">The URL at which browsers reach the gateway; <see langword="null"/> when it is not configured.</param>
/// <param name="Report">Gets errors and warnings.</param>
public sealed record KindSections(
    IReadOnlyList<IConfigurationSection> Services,
    IReadOnlyDictionary<string, ServiceOptions> Others,
    IReadOnlySet<string> Backends,
    Uri? PublicUrl,
    ConfigurationReport Report)
{
    /// <summary>Returns whether a key that takes a backend has one.</summary>
    /// <param name="backend">The key.</param>
    public static bool HasBackend(IConfigurationSection? backend) => Configuration.Routes.Backends.IsSet(backend);

    /// <summary>
    /// Returns the name that a key has in the place of a backend of its own; <see langword="null"/> when it has an address, a list or a
    /// YARP cluster. A value without <c>://</c> is a name.
    /// </summary>
    /// <param name="backend">The key.</param>
    public static string? BackendNameOf(IConfigurationSection? backend)
        => backend?.Value is { } value && !string.IsNullOrWhiteSpace(value) && !value.Contains("://", StringComparison.Ordinal) ? value
            : null;

    /// <summary>Reports errors of ids, tokens, keys and the reply options of a service, as for any service.</summary>
    /// <param name="section">The service's section.</param>
    /// <param name="options">Its options, as far as other kinds have the same.</param>
    public void CheckKeys(IConfigurationSection section, ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(section);
        var settings = new ServiceSettings(section.Key, section, options);
        ServiceRules.CheckKeys(settings, Report);
        ReplyRules.Check(settings, Report);
    }

    /// <summary>Reports errors of reply options that span several keys.</summary>
    /// <param name="section">The section with <c>Reply</c>.</param>
    /// <param name="options">The options, as far as other kinds have the same.</param>
    public void CheckReply(IConfigurationSection section, ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(section);
        ReplyRules.Check(new ServiceSettings(section.Key, section, options), Report);
    }

    /// <summary>Reports a name that the section <c>Backends</c> does not have.</summary>
    /// <param name="path">The key's full path.</param>
    /// <param name="name">The name.</param>
    /// <returns>Whether there is such a backend.</returns>
    public bool CheckBackendName(string path, string name)
    {
        if (Backends.Contains(name))
        {
            return true;
        }

        Report.Error(path, $"names backend {name}, which the section {NamedBackends.Key} does not have",
            Backends.Count == 0 ? $"Add it to {NamedBackends.Key}"
                : $"Choose one of {string.Join(", ", Backends.Order())}, or add it there");
        return false;
    }
}
