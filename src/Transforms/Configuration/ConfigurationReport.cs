using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Configuration.Sources;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Collects the errors and warnings of one configuration, each with the source of its key.</summary>
internal sealed class ConfigurationReport(Provenance provenance)
{
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];
    private readonly HashSet<string> _invalidPaths = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ConfigurationError> Errors => [.. _errors];

    public IReadOnlyList<ConfigurationError> Warnings => [.. _warnings];

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Returns whether an error of exactly this key is reported.</summary>
    public bool HasErrorAt(string path) => _invalidPaths.Contains(path);

    /// <summary>Reports an error of a key.</summary>
    public void Error(string path, string problem, string fix)
    {
        _errors.Add(new ConfigurationError(provenance.SourceOf(path), path, problem, fix));
        _invalidPaths.Add(path);
    }

    /// <summary>Reports an error of a whole source.</summary>
    public void SourceError(string source, string problem, string fix) => _errors.Add(new ConfigurationError(source, "", problem, fix));

    /// <summary>Reports a warning: valid, but probably a mistake.</summary>
    public void Warn(string path, string problem, string fix)
        => _warnings.Add(new ConfigurationError(provenance.SourceOf(path), path, problem, fix));

    /// <summary>Returns the words "it is …" about a key's value, or about its length when the value is a secret.</summary>
    public static string ItIs(IConfigurationSection setting) => setting.Value switch
    {
        null => "it is missing",
        "" => "it is empty",
        { } value when Secrets.IsSecret(setting.Path) => $"it has {value.Length} characters",
        { } value => $"it is {value}",
    };
}
