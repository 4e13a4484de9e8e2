using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Reads options and reports every value that does not fit, where the framework's binder throws at the first.</summary>
internal sealed partial class OptionsReader(ConfigurationReport report)
{
    /// <summary>Reads options from a section; what does not fit is reported and keeps its default.</summary>
    public TOptions Read<TOptions>(IConfigurationSection section, IReadOnlyCollection<string> otherKeys)
        where TOptions : class, new()
    {
        var unfit = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Check(typeof(TOptions), section, otherKeys, unfit);
        var options = new TOptions();
        if (unfit.Count == 0)
        {
            section.Bind(options);
        }
        else
        {
            var fit = section.AsEnumerable().Where(setting => !unfit.Contains(setting.Key));
            ConfigurationTree.Grow(fit).GetSection(section.Path).Bind(options);
        }

        return options;
    }

    /// <summary>Reports what the validators of options find.</summary>
    public void Validate<TOptions>(IConfigurationSection section, TOptions options, IEnumerable<IValidateOptions<TOptions>> validators)
        where TOptions : class
    {
        foreach (var failure in validators.SelectMany(validator => validator.Validate(section.Path, options).Failures ?? []))
        {
            // "Deadline: The field Gateway:Services:shop.Reply.Deadline must be …": the member is named by its path, with dots.
            var start = failure.IndexOf(section.Path + ".", StringComparison.Ordinal);
            var rest = start < 0 ? failure : failure[(start + section.Path.Length + 1)..];
            var (member, problem) = rest.Split(' ', 2) is [var first, var others] && start >= 0 ? (first, others) : ("", rest);
            var setting = section.GetSection(member.Replace('.', ':'));
            problem = EndingZeros().Replace(problem.StartsWith("field ", StringComparison.Ordinal) ? problem["field ".Length..] : problem, "$1");
            report.Fault(
                member.Length == 0 ? section.Path : setting.Path,
                $"{problem.TrimEnd('.')}; {ConfigurationReport.ItIs(setting)}",
                "Choose another value, or remove the key to get its default");
        }
    }

    private void Check(Type type, IConfigurationSection section, IReadOnlyCollection<string> otherKeys, HashSet<string> unfit)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            report.Fault(section.Path, "must be an object; it is a single value", "Write { … } with the settings in it");

            // Written twice, in another case or by another source, it is both; nothing below was looked at then.
            unfit.UnionWith(section.AsEnumerable().Select(below => below.Key));
            return;
        }

        var properties = type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (properties.TryGetValue(setting.Key, out var property))
            {
                Check(property, setting, unfit);
            }
            else
            {
                KnownKeys.WarnUnlessKnown(setting, [.. properties.Keys, .. otherKeys], report);
            }
        }
    }

    private void Check(PropertyInfo property, IConfigurationSection setting, HashSet<string> unfit)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(IConfigurationSection))
        {
            return;
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            CheckList(setting, unfit);
        }
        else if (type.IsClass && type.Assembly == typeof(OptionsReader).Assembly)
        {
            Check(type, setting, [], unfit);
        }
        else if (setting.GetChildren().Any())
        {
            report.Fault(setting.Path, "must be a single value; it is a list or an object", "Write one value");
            unfit.UnionWith(setting.AsEnumerable().Select(below => below.Key));
        }
        else if (setting.Value is { } value && WhatItMustBe(type, value) is { } must)
        {
            report.Fault(setting.Path, $"{must}; {ConfigurationReport.ItIs(setting)}", "Correct the value, or remove the key to get its default");
            unfit.Add(setting.Path);
        }
    }

    private void CheckList(IConfigurationSection setting, HashSet<string> unfit)
    {
        if (!string.IsNullOrEmpty(setting.Value))
        {
            report.Fault(setting.Path, "must be a list; it is a single value", "Write [ … ] with the values in it");
            unfit.Add(setting.Path);
        }

        foreach (var entry in setting.GetChildren().Where(entry => entry.GetChildren().Any()))
        {
            report.Fault(entry.Path, "must be a single value; it is a list or an object", "Write one value");
            unfit.UnionWith(entry.AsEnumerable().Select(below => below.Key));
        }
    }

    /// <summary>Returns what the value must be, or <see langword="null"/> when it is.</summary>
    private static string? WhatItMustBe(Type type, string value)
    {
        if (type.IsEnum)
        {
            // Names only: a number would mean something else as soon as the list grows.
            var names = Enum.GetNames(type);
            return names.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"must be one of {string.Join(", ", names)}";
        }

        if (type == typeof(TimeSpan))
        {
            // "5" is five days to .NET, and to nobody else.
            return value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _)
                ? null
                : "must be a time as hours, minutes and seconds, such as 00:00:05";
        }

        if (type == typeof(int))
        {
            return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "must be a whole number";
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(value, out _) ? null : "must be true or false";
        }

        return TypeDescriptor.GetConverter(type).IsValid(value) ? null : $"must be a {type.Name}";
    }

    /// <summary>Finds the zeros at the end of a fraction of seconds, of which .NET always writes seven digits.</summary>
    [GeneratedRegex(@"(\.\d*[1-9])0+(?!\d)")]
    private static partial Regex EndingZeros();
}
