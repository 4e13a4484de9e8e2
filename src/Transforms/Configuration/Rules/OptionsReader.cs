using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Binds options and reports every invalid value; the framework's binder throws at the first.</summary>
/// <remarks>
/// It reflects over a type's properties once for thousands of services. The framework's binder does so for each, which took most of a
/// reload.
/// </remarks>
internal sealed partial class OptionsReader(ConfigurationReport report)
{
    private readonly Dictionary<Type, Dictionary<string, PropertyInfo>> _properties = [];

    /// <summary>Binds options from a section. An invalid value is reported; it keeps its default, as null does.</summary>
    public TOptions Read<TOptions>(IConfigurationSection section)
        where TOptions : class, new()
    {
        var options = new TOptions();
        Read(options, section);
        return options;
    }

    /// <summary>Binds options whose defaults are the values of others.</summary>
    public TOptions Read<TOptions>(IConfigurationSection section, TOptions defaults)
        where TOptions : class, new()
    {
        var options = (TOptions)CopyOf(defaults);
        Read(options, section);
        return options;
    }

    /// <summary>Reports the failures of option validators.</summary>
    public void Validate<TOptions>(IConfigurationSection section, TOptions options, IEnumerable<IValidateOptions<TOptions>> validators)
        where TOptions : class
    {
        foreach (var failure in validators.SelectMany(validator => validator.Validate(section.Path, options).Failures ?? []))
        {
            Tell(section, failure);
        }
    }

    // Apart, so that regular expressions are loaded for mistakes only.
    private void Tell(IConfigurationSection section, string failure)
    {
        // "Deadline: The field Gateway:Services:shop.Reply.Deadline must be …": the member is named by its path, with dots.
        var start = failure.IndexOf(section.Path + ".", StringComparison.Ordinal);
        var rest = start < 0 ? failure : failure[(start + section.Path.Length + 1)..];
        var (member, problem) = rest.Split(' ', 2) is [var first, var others] && start >= 0 ? (first, others) : ("", rest);
        var setting = section.GetSection(member.Replace('.', ':'));
        problem = EndingZeros().Replace(
            problem.StartsWith("field ", StringComparison.Ordinal) ? problem["field ".Length..] : problem, "$1");
        report.Error(
            member.Length == 0 ? section.Path : setting.Path,
            $"{problem.TrimEnd('.')}; {ConfigurationReport.ItIs(setting)}",
            "Choose another value, or remove the key to get its default");
    }

    private void Read(object options, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            report.Error(section.Path, "must be an object; it is a single value", "Write { … } with the settings in it");
            return;
        }

        var properties = PropertiesOf(options.GetType());
        foreach (var setting in section.GetChildren())
        {
            if (properties.TryGetValue(setting.Key, out var property))
            {
                Read(options, property, setting);
            }
            else
            {
                report.WarnUnlessKnown(setting, properties.Keys);
            }
        }
    }

    private void Read(object options, PropertyInfo property, IConfigurationSection setting)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(IConfigurationSection))
        {
            property.SetValue(options, setting);
        }
        else if (type == typeof(IReadOnlyList<string>))
        {
            property.SetValue(options, ReadList(setting));
        }
        else if (IsNested(type))
        {
            Read(property.GetValue(options)!, setting);
        }
        else if (setting.GetChildren().Any())
        {
            report.Error(setting.Path, "must be a single value; it is a list or an object", "Write one value");
        }
        else if (setting.Value is { } text)
        {
            if (OptionValue.WhatItMustBe(type, text, out var value) is { } must)
            {
                report.Error(setting.Path, $"{must}; {ConfigurationReport.ItIs(setting)}",
                    "Correct the value, or remove the key to get its default");
            }
            else
            {
                property.SetValue(options, value);
            }
        }
    }

    // Options in options; a text or an address cannot be made without a value.
    private static bool IsNested(Type type) => type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null;

    private object CopyOf(object options)
    {
        var copy = Activator.CreateInstance(options.GetType())!;
        foreach (var property in PropertiesOf(options.GetType()).Values.Where(property => property.CanWrite))
        {
            var value = property.GetValue(options);
            property.SetValue(copy, value is not null && IsNested(property.PropertyType) ? CopyOf(value) : value);
        }

        return copy;
    }

    private List<string> ReadList(IConfigurationSection setting)
    {
        if (!string.IsNullOrEmpty(setting.Value))
        {
            report.Error(setting.Path, "must be a list; it is a single value", "Write [ … ] with the values in it");
        }

        var values = new List<string>();
        foreach (var entry in setting.GetChildren())
        {
            if (entry.GetChildren().Any())
            {
                report.Error(entry.Path, "must be a single value; it is a list or an object", "Write one value");
            }
            else if (entry.Value is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private Dictionary<string, PropertyInfo> PropertiesOf(Type type)
    {
        if (!_properties.TryGetValue(type, out var properties))
        {
            _properties[type] = properties = type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        }

        return properties;
    }

    /// <summary>Matches trailing zeros of the seven-digit fraction that .NET writes for a TimeSpan.</summary>
    [GeneratedRegex(@"(\.\d*[1-9])0+(?!\d)")]
    private static partial Regex EndingZeros();
}
