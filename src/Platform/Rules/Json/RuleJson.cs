using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Platform.Rules.Json;

/// <summary>Reads and writes rules as JSON. Reading is strict: every unknown key and every value that does not fit is an error.</summary>
public static class RuleJson
{
    private const int LongestPattern = 128;
    private const int MostPatterns = 200;
    private const int LargestPriority = 1_000_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Reads a rule from the body of a request.</summary>
    /// <param name="json">The JSON, UTF-8.</param>
    /// <param name="name">The name that the path gives; <see langword="null"/> when the body must.</param>
    /// <param name="backends">The names of <c>Gateway:Backends</c>; <see langword="null"/> not to check them.</param>
    public static RuleReading Read(ReadOnlyMemory<byte> json, string? name, IReadOnlyCollection<string>? backends)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement, name, backends, isText: false);
        }
        catch (JsonException exception)
        {
            return new RuleReading(null, [new RuleError("", $"is not JSON: line {(exception.LineNumber ?? 0) + 1} is wrong")], []);
        }
    }

    /// <summary>Reads a change of a rule (RFC 7396, merge patch) and returns the rule that it makes.</summary>
    /// <param name="current">The rule.</param>
    /// <param name="json">The members to change; null takes one back to its default.</param>
    /// <param name="backends">The names of <c>Gateway:Backends</c>.</param>
    public static RuleReading Patch(Rule current, ReadOnlyMemory<byte> json, IReadOnlyCollection<string>? backends)
    {
        ArgumentNullException.ThrowIfNull(current);
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var change = document.RootElement;
            if (change.ValueKind != JsonValueKind.Object)
            {
                return new RuleReading(null, [new RuleError("", "must be an object")], []);
            }

            var merged = Merge(JsonNode.Parse(Write(current))!.AsObject(), change);
            return Read(JsonSerializer.SerializeToUtf8Bytes(merged), current.Name, backends);
        }
        catch (JsonException)
        {
            return new RuleReading(null, [new RuleError("", "is not JSON")], []);
        }
    }

    /// <summary>Writes a rule; members that have their default are left out.</summary>
    /// <param name="rule">The rule.</param>
    public static byte[] Write(Rule rule)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, MessageJson.ToBackend))
        {
            json.WriteStartObject();
            WriteMembers(json, rule);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Writes the members of a rule.</summary>
    /// <param name="json">Gets them.</param>
    /// <param name="rule">The rule.</param>
    public static void WriteMembers(Utf8JsonWriter json, Rule rule)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(rule);
        json.WriteString("Name", rule.Name);
        json.WriteNumber("Priority", rule.Priority);
        json.WriteBoolean("Enabled", rule.Enabled);
        json.WriteStartObject("When");
        WritePatterns(json, "InfoType", rule.When.InfoType);
        WritePatterns(json, "MsgType", rule.When.MsgType);
        WritePatterns(json, "Event", rule.When.Event);
        WritePatterns(json, "AppId", rule.When.AppId);
        WritePatterns(json, "Kind", rule.When.Kind);
        WritePatterns(json, "Tag", rule.When.Tag);
        json.WriteEndObject();
        if (rule.To is { } to)
        {
            json.WriteStartObject("To");
            json.WriteString("Backend", to.Backend);
            if (to.Path is { } path)
            {
                json.WriteString("Path", path.ToString());
            }

            json.WriteEndObject();
        }

        json.WriteString("Mode", rule.Mode.ToString());
        json.WriteString("Format", rule.Format.ToString());
        if (rule.Deadline is { } deadline)
        {
            json.WriteString("Deadline", deadline.ToString("c", CultureInfo.InvariantCulture));
        }

        json.WriteString("Then", rule.Then.ToString());
    }

    internal static RuleReading Read(JsonElement element, string? name, IReadOnlyCollection<string>? backends, bool isText)
    {
        var errors = new List<RuleError>();
        var warnings = new List<RuleError>();
        var fields = new RuleFields("", errors, isText);
        if (!fields.TryTake(element, "Name", "Priority", "Enabled", "When", "To", "Mode", "Format", "Deadline", "Then"))
        {
            return new RuleReading(null, errors, []);
        }

        var rule = new Rule
        {
            Name = ReadName(fields, name),
            Priority = fields.Number("Priority", 0, -LargestPriority, LargestPriority),
            Enabled = fields.Truth("Enabled", true),
            When = ReadWhen(fields, errors, isText),
            Mode = fields.Choice<RuleMode>("Mode"),
            Format = fields.Choice<TargetFormat>("Format"),
            Deadline = fields.Time("Deadline", Rule.ShortestDeadline, Rule.LongestDeadline),
            Then = fields.Choice<RuleThen>("Then"),
        };
        rule = rule with { To = ReadTo(fields, rule.Mode, backends, errors, isText) };
        if (rule.When.InfoType.Count > 0 && rule.Mode != RuleMode.Copy)
        {
            warnings.Add(new RuleError("Mode", rule.Mode == RuleMode.Drop
                ? "is Drop, but authorization events are always answered success; this rule has no effect"
                : "is Reply, but authorization events are always copied; write Copy"));
        }

        if (rule.When is { InfoType.Count: > 0, MsgType.Count: > 0 } or { InfoType.Count: > 0, Event.Count: > 0 })
        {
            warnings.Add(new RuleError("When", "asks for an InfoType and for a MsgType or Event; nothing has both"));
        }

        return new RuleReading(errors.Count == 0 ? rule : null, errors, warnings);
    }

    private static string ReadName(RuleFields fields, string? given)
    {
        var name = fields.Text("Name");
        if (name is null && given is null && fields.Find("Name") is null)
        {
            fields.Fail("Name", "is missing");
        }
        else if (name is not null && given is not null && name != given)
        {
            fields.Fail("Name", "must be the name in the path");
        }
        else if ((name ?? given) is { } text && !Rule.IsName(text))
        {
            fields.Fail("Name", $"must have 1 to {Rule.LongestName} letters, digits, _ - and ., and not be {Rule.ReservedName}");
        }

        return name ?? given ?? "";
    }

    private static RuleConditions ReadWhen(RuleFields fields, List<RuleError> errors, bool isText)
    {
        var when = new RuleFields("When", errors, isText);
        return fields.Find("When") is { } element && when.TryTake(element, "InfoType", "MsgType", "Event", "AppId", "Kind", "Tag")
            ? new RuleConditions
            {
                InfoType = when.Patterns("InfoType", LongestPattern, MostPatterns),
                MsgType = when.Patterns("MsgType", LongestPattern, MostPatterns),
                Event = when.Patterns("Event", LongestPattern, MostPatterns),
                AppId = when.Patterns("AppId", LongestPattern, MostPatterns),
                Kind = when.Patterns("Kind", LongestPattern, MostPatterns),
                Tag = when.Patterns("Tag", LongestPattern, MostPatterns),
            }
            : RuleConditions.None;
    }

    private static RuleTarget? ReadTo(
        RuleFields fields, RuleMode mode, IReadOnlyCollection<string>? backends, List<RuleError> errors, bool isText)
    {
        if (fields.Find("To") is not { } element)
        {
            if (mode != RuleMode.Drop)
            {
                fields.Fail("To", "is missing; only Mode Drop needs none");
            }

            return null;
        }

        if (mode == RuleMode.Drop)
        {
            fields.Fail("To", "must not be there with Mode Drop, which sends nothing");
            return null;
        }

        var to = new RuleFields("To", errors, isText);
        if (!to.TryTake(element, "Backend", "Path"))
        {
            return null;
        }

        var backend = to.Text("Backend");
        if (backend is null && to.Find("Backend") is null)
        {
            to.Fail("Backend", "is missing");
        }
        else if (backend is not null && backends is not null && !backends.Contains(backend, StringComparer.OrdinalIgnoreCase))
        {
            to.Fail("Backend", backends.Count == 0
                ? "must be a name of Gateway:Backends, which has none"
                : $"must be a name of Gateway:Backends: {string.Join(", ", backends.Order(StringComparer.Ordinal))}");
        }

        PathTemplate? path = null;
        if (to.Text("Path") is { } text && !PathTemplate.TryParse(text, out path, out var problem))
        {
            to.Fail("Path", problem);
        }

        return new RuleTarget(backend ?? "", path);
    }

    private static void WritePatterns(Utf8JsonWriter json, string name, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            return;
        }

        if (patterns.Count == 1)
        {
            json.WriteString(name, patterns[0]);
            return;
        }

        json.WriteStartArray(name);
        foreach (var pattern in patterns)
        {
            json.WriteStringValue(pattern);
        }

        json.WriteEndArray();
    }

    /// <summary>Merges a change into an object, whatever the case of the names.</summary>
    private static JsonObject Merge(JsonObject target, JsonElement change)
    {
        foreach (var member in change.EnumerateObject())
        {
            var name = target.Select(pair => pair.Key).FirstOrDefault(
                key => key.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) ?? member.Name;
            target[name] = (member.Value.ValueKind, target[name]) switch
            {
                (JsonValueKind.Object, JsonObject inner) => Merge(inner.DeepClone().AsObject(), member.Value),
                (JsonValueKind.Object, _) => Merge([], member.Value),
                (JsonValueKind.Null, _) => null,
                _ => JsonNode.Parse(member.Value.GetRawText()),
            };
        }

        return target;
    }
}
