using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>Reads the table <c>wxcallback_rules</c>: what goes to which port of the same machine, and under which path.</summary>
internal sealed class RuleRows(LeftOut leftOut)
{
    /// <summary>The table.</summary>
    public const string Table = "wxcallback_rules";

    private const long ToPort = 1;

    private readonly List<FoundRule> _rules = [];
    private readonly HashSet<(string InfoType, string MsgType, string Event)> _selectors = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the rules in the order of their numbers.</summary>
    public IReadOnlyList<FoundRule> Read(IReadOnlyList<SourceRow> rows)
    {
        foreach (var row in rows.OrderBy(row => row.Number("id") ?? long.MaxValue))
        {
            Add(row);
        }

        return _rules;
    }

    private void Add(SourceRow row)
    {
        var shown = row.Text("name") is { Length: > 0 } given ? given : $"id {row.Text("id")}";
        var selector = (InfoType: row.Text("infotype"), MsgType: row.Text("msgtype"), Event: row.Text("event"));
        if (WhyNot(row, selector) is { } reason)
        {
            leftOut.Add(reason, shown);
        }
        else if (TargetOf(row.Text("info")) is not { } target)
        {
            leftOut.Add("rules whose port and path cannot be read", shown);
        }
        else if (!PathTemplate.TryParse(target.Path, out _, out var problem))
        {
            leftOut.Add($"rules whose path a rule of the gateway cannot have: it {problem}", shown);
        }
        else if (!_selectors.Add(selector))
        {
            leftOut.Add("rules for what another rule takes already", shown);
        }
        else
        {
            _rules.Add(new FoundRule(NameOf(row), target.Port, target.Path, row.Number("open") == 1)
            {
                InfoType = selector.InfoType,
                MsgType = selector.MsgType,
                Event = selector.Event,
            });
        }
    }

    private static string? WhyNot(SourceRow row, (string InfoType, string MsgType, string Event) selector)
        => row.Number("type") is { } type && type != ToPort ? "rules of a type that wxcomponent itself does not know"
            : selector is ("", "", _) ? "rules that take nothing: they name neither InfoType nor MsgType"
            : selector is ("", "event", "") ? "rules for events without a name, which WeChat does not send"
            : $"{selector.InfoType}{selector.MsgType}{selector.Event}".AsSpan().ContainsAny('*', '?')
                ? "rules with * or ? in what they take, which would stand for other texts here"
            : null;

    private static (int Port, string Path)? TargetOf(string info)
    {
        try
        {
            using var json = JsonDocument.Parse(info);
            return json.RootElement is { ValueKind: JsonValueKind.Object } target
                && target.TryGetProperty("port", out var port) && NumberOf(port) is { } number && number is > 0 and <= ushort.MaxValue
                    ? (number, target.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String
                        && path.GetString() is { Length: > 0 } text ? text : "/")
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for half of a surrogate pair.
            return null;
        }
    }

    private static int? NumberOf(JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : value.ValueKind == JsonValueKind.String
                && int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
            : null;

    /// <summary>Returns a name that a rule may have and no other has.</summary>
    private string NameOf(SourceRow row)
    {
        var name = string.Concat(row.Text("name").Trim().Select(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.'
            ? letter : '-').Take(Rule.LongestName - 8));
        name = Rule.IsName(name) ? name : $"rule-{row.Text("id")}";
        var free = name;
        for (var number = 2; !_names.Add(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }
}
