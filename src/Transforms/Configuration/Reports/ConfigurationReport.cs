using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Configuration.Sources;

namespace WxYarpGateway.Transforms.Configuration.Reports;

/// <summary>Collects the errors and warnings of one configuration, each with the source of its key.</summary>
/// <remarks>A configuration with an error is not put in force. No problem and no fix may tell a secret's value.</remarks>
public sealed class ConfigurationReport
{
    private readonly Provenance _provenance;
    private readonly OptionsReader _reader;
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];
    private readonly HashSet<string> _invalidPaths = new(StringComparer.OrdinalIgnoreCase);

    internal ConfigurationReport(Provenance provenance)
    {
        _provenance = provenance;
        _reader = new OptionsReader(this);
    }

    internal IReadOnlyList<ConfigurationError> Errors => [.. _errors];

    internal IReadOnlyList<ConfigurationError> Warnings => [.. _warnings];

    internal bool HasErrors => _errors.Count > 0;

    /// <summary>Returns whether an error of exactly this key is reported.</summary>
    /// <param name="path">The key's full path, such as <c>Gateway:Urls</c>; its case does not matter.</param>
    public bool HasErrorAt(string path) => _invalidPaths.Contains(path);

    /// <summary>Reports an error of a key.</summary>
    /// <param name="path">The key's full path.</param>
    /// <param name="problem">What is wrong: a predicate that follows the path, such as <c>must be a whole number</c>.</param>
    /// <param name="fix">How to fix it, as a sentence without its full stop.</param>
    public void Error(string path, string problem, string fix)
    {
        _errors.Add(new ConfigurationError(_provenance.SourceOf(path), path, problem, fix));
        _invalidPaths.Add(path);
    }

    /// <summary>Reports an error of a whole source.</summary>
    /// <param name="source">The source: the name of a file, folder or variable.</param>
    /// <param name="problem">What is wrong: a predicate that follows the source.</param>
    /// <param name="fix">How to fix it, as a sentence without its full stop.</param>
    public void SourceError(string source, string problem, string fix) => _errors.Add(new ConfigurationError(source, "", problem, fix));

    /// <summary>Reports a warning: valid, but probably a mistake.</summary>
    /// <param name="path">The key's full path.</param>
    /// <param name="problem">What should be looked at: a predicate that follows the path.</param>
    /// <param name="fix">What to do, as a sentence; without its full stop, or with its question mark.</param>
    public void Warn(string path, string problem, string fix)
        => _warnings.Add(new ConfigurationError(_provenance.SourceOf(path), path, problem, fix));

    /// <summary>Warns of a key that is not known, and suggests the key that was probably meant.</summary>
    /// <param name="setting">The key with its value.</param>
    /// <param name="known">The names of the keys beside it that are known; their case does not matter.</param>
    public void WarnUnlessKnown(IConfigurationSection setting, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (!known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            Warn(setting.Path, "is not a known key; nothing reads it", NearestKey.To(setting.Key, known) is { } near
                ? $"Did you mean {near}?" : "Remove it");
        }
    }

    /// <summary>Warns of a key that is not known, if a known one was probably meant.</summary>
    /// <param name="setting">The key with its value.</param>
    /// <param name="known">The names that are known; their case does not matter.</param>
    public void WarnIfNear(IConfigurationSection setting, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (NearestKey.To(setting.Key, known) is not null)
        {
            WarnUnlessKnown(setting, known);
        }
    }

    /// <summary>
    /// Binds options from a section. Reports every value that does not fit (it keeps its default), and every unknown key.
    /// </summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="section">The section.</param>
    /// <param name="validators">What the options must also pass.</param>
    public TOptions Read<TOptions>(IConfigurationSection section, IEnumerable<IValidateOptions<TOptions>> validators)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(validators);
        var options = _reader.Read<TOptions>(section);
        _reader.Validate(section, options, validators);
        return options;
    }

    /// <summary>Binds options whose defaults are the values of others.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="section">The section.</param>
    /// <param name="defaults">What the options have where the section is silent. It stays as it is.</param>
    /// <param name="validators">What the options must also pass.</param>
    public TOptions Read<TOptions>(
        IConfigurationSection section, TOptions defaults, IEnumerable<IValidateOptions<TOptions>> validators)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(validators);
        var options = _reader.Read(section, defaults);
        _reader.Validate(section, options, validators);
        return options;
    }

    /// <summary>Returns the words "it is …" about a key's value, or about its length when the value is a secret.</summary>
    /// <param name="setting">The key with its value.</param>
    public static string ItIs(IConfigurationSection setting) => setting.Value switch
    {
        null => "it is missing",
        "" => "it is empty",
        { } value when Secrets.IsSecret(setting.Path) => $"it has {value.Length} characters",
        { } value => $"it is {value}",
    };
}
