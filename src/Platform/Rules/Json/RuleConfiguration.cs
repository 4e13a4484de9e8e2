using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Platform.Rules.Json;

/// <summary>Reads the rules of a platform from the configuration.</summary>
public static class RuleConfiguration
{
    /// <summary>Reads the list; reports what is wrong, and what is odd.</summary>
    /// <param name="section">The section <c>Rules</c> of a service.</param>
    /// <param name="backends">The names of <c>Gateway:Backends</c>.</param>
    /// <param name="report">Gets errors and warnings; <see langword="null"/> for a configuration that was checked before.</param>
    public static IReadOnlyList<Rule> Read(
        IConfigurationSection section, IReadOnlyCollection<string> backends, ConfigurationReport? report)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (!string.IsNullOrEmpty(section.Value))
        {
            report?.Error(section.Path, "must be a list; it is a single value", "Write [ { \"Name\": … } ]");
        }

        var rules = new List<Rule>();
        foreach (var entry in section.GetChildren())
        {
            var element = JsonSerializer.SerializeToElement(NodeOf(entry));
            var reading = RuleJson.Read(element, name: null, backends, isText: true);
            foreach (var error in reading.Errors)
            {
                report?.Error(KeyOf(entry, error), error.Problem, "Correct the rule");
            }

            foreach (var warning in reading.Warnings)
            {
                report?.Warn(KeyOf(entry, warning), warning.Problem, "Correct the rule");
            }

            if (reading.Rule is { } rule)
            {
                if (rules.Exists(other => other.Name.Equals(rule.Name, StringComparison.OrdinalIgnoreCase)))
                {
                    report?.Error($"{entry.Path}:Name", $"is {rule.Name}, as another rule's is", "Give each rule a name of its own");
                    continue;
                }

                rules.Add(rule);
            }
        }

        if (rules.Count > Rule.Most)
        {
            report?.Error(section.Path, $"has {rules.Count} rules; the most are {Rule.Most}", "Join rules with lists and wildcards");
            rules.RemoveRange(Rule.Most, rules.Count - Rule.Most);
        }

        return rules;
    }

    private static string KeyOf(IConfigurationSection entry, RuleError error)
        => error.Path.Length == 0
            ? entry.Path
            : $"{entry.Path}:{error.Path.Replace('.', ':').Replace('[', ':').Replace("]", "", StringComparison.Ordinal)}";

    private static JsonNode? NodeOf(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
        {
            return section.Value is { } value ? JsonValue.Create(value) : null;
        }

        // A configuration knows no lists: their entries are named 0, 1, and so on.
        return children.TrueForAll(child => child.Key.All(char.IsAsciiDigit))
            ? new JsonArray([.. children.Select(NodeOf)])
            : new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, NodeOf(child))));
    }
}
