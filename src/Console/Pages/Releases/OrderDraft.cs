using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Console.Pages.Releases;

/// <summary>An order as it is typed. The gateway says what is wrong with it.</summary>
public sealed class OrderDraft
{
    private static readonly char[] Separators = [',', '，', ';', ' ', '\t', '\n', '\r'];

    /// <summary>Gets what steps can be ordered, with commas between them.</summary>
    public static IReadOnlyList<string> StepChoices { get; } =
    [
        "commit,check,submit,release", "commit,check,submit", "commit,check", "commit", "submit,release", "submit", "release", "undo",
        "speed-up", "rollback", "visit-open", "visit-close",
    ];

    /// <summary>Gets or sets the name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets whom it means: <c>appids</c>, <c>tag</c> or <c>all</c>.</summary>
    public string To { get; set; } = "appids";

    /// <summary>Gets or sets the AppIds, as they were pasted.</summary>
    public string AppIds { get; set; } = "";

    /// <summary>Gets or sets the tag.</summary>
    public string Tag { get; set; } = "";

    /// <summary>Gets or sets the steps, with commas between them.</summary>
    public string Steps { get; set; } = StepChoices[0];

    /// <summary>Gets or sets the number of the template.</summary>
    public string Template { get; set; } = "";

    /// <summary>Gets or sets the version.</summary>
    public string Version { get; set; } = "";

    /// <summary>Gets or sets what the version is.</summary>
    public string Description { get; set; } = "";

    /// <summary>Gets or sets the template of <c>ext_json</c>.</summary>
    public string ExtJson { get; set; } = """{ "extAppid": "$APPID$" }""";

    /// <summary>Gets or sets a value indicating whether the first category of each mini program is filed.</summary>
    public bool FirstCategory { get; set; }

    /// <summary>Gets or sets a value indicating whether the code is said not to use privacy interfaces.</summary>
    public bool PrivacyNotUsed { get; set; }

    /// <summary>Gets or sets what is new, for the auditor.</summary>
    public string VersionDesc { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether audits of other versions are withdrawn.</summary>
    public bool ReplaceAudit { get; set; }

    /// <summary>Gets or sets how many mini programs are worked on at once.</summary>
    public string AtOnce { get; set; } = "8";

    /// <summary>Gets or sets after how many failures of one errcode in a row it pauses.</summary>
    public string StopAfter { get; set; } = "20";

    /// <summary>Gets or sets when publishing begins, in the browser's time; null for at once.</summary>
    public DateTime? ReleaseAt { get; set; }

    /// <summary>Gets or sets the stages of a gradual release, one a line: percentage and time.</summary>
    public string Gray { get; set; } = "";

    /// <summary>Gets a value indicating whether code is committed.</summary>
    public bool Commits => Has("commit");

    /// <summary>Gets a value indicating whether code is submitted.</summary>
    public bool Submits => Has("submit");

    /// <summary>Gets a value indicating whether it is released.</summary>
    public bool Releases => Has("release");

    /// <summary>Gets the AppIds that were pasted, each once.</summary>
    public IReadOnlyList<string> Pasted
        => [.. AppIds.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Returns the order as the gateway takes it.</summary>
    /// <param name="local">Returns a time of the browser's with its offset.</param>
    public JsonObject ToJson(Func<DateTime, DateTimeOffset> local)
    {
        var order = new JsonObject
        {
            ["to"] = To switch
            {
                "all" => new JsonObject { ["all"] = true },
                "tag" => new JsonObject { ["tag"] = Tag.Trim() },
                _ => new JsonObject { ["appids"] = new JsonArray([.. Pasted.Select(appId => JsonValue.Create(appId))]) },
            },
            ["steps"] = new JsonArray([.. Steps.Split(',').Select(step => JsonValue.Create(step))]),
            ["at_once"] = Number(AtOnce),
            ["stop_after"] = Number(StopAfter),
        };
        Add(order, "name", Name);
        Add(order, "user_version", Version);
        if (Commits)
        {
            Add(order, "user_desc", Description);
            order["template_id"] = Number(Template);
            order["ext_json"] = ExtJsonNode();
        }

        if (Submits)
        {
            order["replace_audit"] = ReplaceAudit;
            order["audit"] = Audit();
        }

        if (Releases)
        {
            if (ReleaseAt is { } at)
            {
                order["release_at"] = local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            }

            if (Stages() is { Count: > 0 } stages)
            {
                order["gray"] = stages;
            }
        }

        return order;
    }

    private bool Has(string step) => Steps.Split(',').Contains(step);

    private JsonObject Audit()
    {
        var audit = new JsonObject();
        if (FirstCategory)
        {
            audit["item_list"] = "FirstCategory";
        }

        if (PrivacyNotUsed)
        {
            audit["privacy_api_not_use"] = true;
        }

        Add(audit, "version_desc", VersionDesc);
        return audit;
    }

    private JsonArray Stages()
        => new([.. Gray.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Stage)]);

    private static JsonNode Stage(string line)
    {
        var words = line.Split([' ', '%', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var stage = new JsonObject { ["percentage"] = Number(words.FirstOrDefault() ?? "") };
        Add(stage, "for", words.Length > 1 ? words[1] : "");
        return stage;
    }

    // What is no JSON goes as a text, and the gateway says that it is none.
    private JsonNode? ExtJsonNode()
    {
        try
        {
            return string.IsNullOrWhiteSpace(ExtJson) ? new JsonObject() : JsonNode.Parse(ExtJson);
        }
        catch (JsonException)
        {
            return JsonValue.Create(ExtJson);
        }
    }

    private static JsonNode? Number(string text)
        => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : text;

    private static void Add(JsonObject to, string name, string text)
    {
        if (text.Trim() is { Length: > 0 } given)
        {
            to[name] = given;
        }
    }
}
