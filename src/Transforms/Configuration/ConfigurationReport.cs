using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Gathers all faults and warnings of one configuration, each with what supplied it.</summary>
internal sealed class ConfigurationReport(Provenance provenance)
{
    private readonly List<ConfigurationFault> _faults = [];
    private readonly List<ConfigurationFault> _warnings = [];
    private readonly HashSet<string> _faultyPaths = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ConfigurationFault> Faults => [.. _faults];

    public IReadOnlyList<ConfigurationFault> Warnings => [.. _warnings];

    public bool HasFaults => _faults.Count > 0;

    /// <summary>Returns whether a fault of this very key is reported.</summary>
    public bool HasFaultAt(string path) => _faultyPaths.Contains(path);

    /// <summary>Reports a fault of a key.</summary>
    public void Fault(string path, string problem, string mend)
    {
        _faults.Add(new ConfigurationFault(provenance.SourceOf(path), path, problem, mend));
        _faultyPaths.Add(path);
    }

    /// <summary>Reports a fault of a source as a whole.</summary>
    public void SourceFault(string source, string problem, string mend) => _faults.Add(new ConfigurationFault(source, "", problem, mend));

    /// <summary>Reports what does no harm, but is hardly meant.</summary>
    public void Warn(string path, string problem, string mend) => _warnings.Add(new ConfigurationFault(provenance.SourceOf(path), path, problem, mend));

    /// <summary>Returns the words "it is …" about a key's value, or about its length when the value is a secret.</summary>
    public static string ItIs(IConfigurationSection setting) => setting.Value switch
    {
        null => "it is missing",
        "" => "it is empty",
        { } value when Secrets.IsSecret(setting.Path) => $"it has {value.Length} characters",
        { } value => $"it is {value}",
    };
}
