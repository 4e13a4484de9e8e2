using System.Globalization;
using System.Text.Json.Nodes;
using WxYarpGateway.Console.Gateways.Rules;

namespace WxYarpGateway.Console.Pages.Rules;

/// <summary>A rule as it is typed. The gateway says what is wrong with it, so it is kept as text.</summary>
public sealed class RuleDraft
{
    private static readonly char[] Separators = [',', '，', '\n', '\r'];

    /// <summary>Gets or sets the name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the priority.</summary>
    public string Priority { get; set; } = "0";

    /// <summary>Gets or sets a value indicating whether it counts.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the types of authorization events, with commas between them.</summary>
    public string InfoType { get; set; } = "";

    /// <summary>Gets or sets the types of messages.</summary>
    public string MsgType { get; set; } = "";

    /// <summary>Gets or sets the events.</summary>
    public string Event { get; set; } = "";

    /// <summary>Gets or sets the accounts.</summary>
    public string AppId { get; set; } = "";

    /// <summary>Gets or sets the kinds of accounts.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Gets or sets the tags of accounts.</summary>
    public string Tag { get; set; } = "";

    /// <summary>Gets or sets the name of the backend.</summary>
    public string Backend { get; set; } = "";

    /// <summary>Gets or sets the path; empty for the usual one.</summary>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets how: <c>Reply</c>, <c>Copy</c> or <c>Drop</c>.</summary>
    public string Mode { get; set; } = "Reply";

    /// <summary>Gets or sets the form of the message.</summary>
    public string Format { get; set; } = "Json";

    /// <summary>Gets or sets how long WeChat waits; empty for as long as usual.</summary>
    public string Deadline { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether rules behind it count as well.</summary>
    public bool Continues { get; set; }

    /// <summary>Returns the draft of a rule.</summary>
    public static RuleDraft Of(PlatformRule rule) => new()
    {
        Name = rule.Name,
        Priority = rule.Priority.ToString(CultureInfo.InvariantCulture),
        Enabled = rule.Enabled,
        InfoType = Join(rule.When.InfoType),
        MsgType = Join(rule.When.MsgType),
        Event = Join(rule.When.Event),
        AppId = Join(rule.When.AppId),
        Kind = Join(rule.When.Kind),
        Tag = Join(rule.When.Tag),
        Backend = rule.To?.Backend ?? "",
        Path = rule.To?.Path ?? "",
        Mode = rule.Mode,
        Format = rule.Format,
        Deadline = rule.Deadline ?? "",
        Continues = rule.Then == "Continue",
    };

    /// <summary>Returns the rule as the gateway takes it, with everything that is typed, right or wrong.</summary>
    public JsonObject ToJson()
    {
        var when = new JsonObject();
        Add(when, nameof(InfoType), InfoType);
        Add(when, nameof(MsgType), MsgType);
        Add(when, nameof(Event), Event);
        Add(when, nameof(AppId), AppId);
        Add(when, nameof(Kind), Kind);
        Add(when, nameof(Tag), Tag);
        var rule = new JsonObject
        {
            [nameof(Name)] = Name.Trim(),
            [nameof(Priority)] = int.TryParse(Priority, NumberStyles.Integer, CultureInfo.InvariantCulture, out var priority)
                ? priority : Priority,
            [nameof(Enabled)] = Enabled,
            ["When"] = when,
            [nameof(Mode)] = Mode,
            ["Then"] = Continues ? "Continue" : "Stop",
        };
        if (Mode != "Drop")
        {
            rule["To"] = Path.Trim() is { Length: > 0 } path
                ? new JsonObject { [nameof(Backend)] = Backend.Trim(), [nameof(Path)] = path }
                : new JsonObject { [nameof(Backend)] = Backend.Trim() };
            rule[nameof(Format)] = Format;
        }

        if (Mode == "Reply" && Deadline.Trim() is { Length: > 0 } deadline)
        {
            rule[nameof(Deadline)] = deadline;
        }

        return rule;
    }

    /// <summary>Returns the texts between commas.</summary>
    public static IReadOnlyList<string> Split(string text)
        => [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string Join(IReadOnlyList<string> texts) => string.Join(", ", texts);

    private static void Add(JsonObject when, string name, string text)
    {
        if (Split(text) is { Count: > 0 } patterns)
        {
            when[name] = new JsonArray([.. patterns.Select(pattern => JsonValue.Create(pattern))]);
        }
    }
}
