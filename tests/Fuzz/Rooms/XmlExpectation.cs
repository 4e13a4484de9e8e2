using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>What the JSON of a message in XML must say, told from the rules and not from the code.</summary>
/// <param name="hasReferences">Whether the document has character references: white space written as one may be kept or dropped.</param>
internal sealed partial class XmlExpectation(bool hasReferences)
{
    private const string Item = "item";

    private static readonly HashSet<string> Numbers = [
        "CreateTime", "Scale", "Count", "TotalCount", "FilterCount", "SentCount", "ErrorCount"];

    // Backends written for go-wx-gateway find these also when WeChat left them out.
    private static readonly HashSet<string> Added =
    [
        "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "MsgID", "Event", "EventKey", "Content", "PicUrl", "MediaId",
            "Format", "Recognition", "ThumbMediaId", "Location_X", "Location_Y", "Scale", "Label",
        "Title", "Description", "Url", "Count", "PicList", "ScanType", "ScanResult", "MenuId", "Ticket", "Latitude", "Longitude",
            "Precision", "Status", "TotalCount", "FilterCount", "SentCount", "ErrorCount", "ResultCount", "ResultList",
    ];

    /// <summary>Returns what is not as it must be; <see langword="null"/> when all is.</summary>
    public string? Differs(ReadElement root, JsonElement json)
    {
        var members = json.EnumerateObject().ToList();
        var own = root.Children.Select(child => child.Name).Distinct().Count();
        return json.ValueKind != JsonValueKind.Object || members.Count < own ? "a member is missing"
            : members.Skip(own).Any(member => !Added.Contains(member.Name)) ? "a member is there that nobody sent"
            : MembersDiffer(root, [.. members.Take(own)]) ? "a member differs"
            : null;
    }

    /// <summary>Returns whether a field of the head says what the first element of that name says.</summary>
    public bool IsHead(ReadElement root, string name, string actual)
        => root.Children.Find(child => child.Name == name) is { Children.Count: 0 } element ? IsText(element, actual) : actual.Length == 0;

    private bool MembersDiffer(ReadElement element, IReadOnlyList<JsonProperty> members)
    {
        var groups = element.Children.GroupBy(child => child.Name).ToList();
        return groups.Count != members.Count
            || groups.Zip(members).Any(pair => pair.First.Key != pair.Second.Name || !IsGroup([.. pair.First], pair.Second.Value));
    }

    private bool IsGroup(IReadOnlyList<ReadElement> elements, JsonElement json)
        => elements is [var single] && single.Name != Item ? IsElement(single, json) : IsArray(elements, json);

    private bool IsElement(ReadElement element, JsonElement json)
        => element.Children.Count == 0 ? IsLeaf(element, json)
            : IsWrapper(element) ? IsArray(element.Children, json)
            : json.ValueKind == JsonValueKind.Object && !MembersDiffer(element, [.. json.EnumerateObject()]);

    private bool IsArray(IReadOnlyList<ReadElement> elements, JsonElement json)
    {
        // A repeated wrapper of items is one list.
        var entries = Flat(elements).ToList();
        return json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == entries.Count
            && entries.Zip(json.EnumerateArray()).All(pair => IsElement(pair.First, pair.Second));
    }

    private static IEnumerable<ReadElement> Flat(IEnumerable<ReadElement> elements)
        => elements.SelectMany(element => element.Name != Item && IsWrapper(element) ? Flat(element.Children) : [element]);

    private bool IsLeaf(ReadElement element, JsonElement json)
        => json.ValueKind == JsonValueKind.String ? IsText(element, json.GetString()!) && !(IsNumber(element.Name, json.GetString()!))
            : json.ValueKind == JsonValueKind.Number && IsText(element, json.GetRawText()) && IsNumber(element.Name, json.GetRawText());

    private bool IsText(ReadElement element, string actual)
    {
        var (whole, kept) = element.Text;
        return whole[kept] == actual || (hasReferences && Shrinks(whole, kept).Any(range => whole[range] == actual));
    }

    // Every text between what must be kept and all that there is.
    private static IEnumerable<Range> Shrinks(string whole, Range kept)
        => from start in Enumerable.Range(0, kept.Start.Value + 1)
           from end in Enumerable.Range(kept.End.Value, whole.Length - kept.End.Value + 1)
           where start <= end
           select start..end;

    private static bool IsNumber(string name, string text)
        => Numbers.Contains(name) && Canonical().IsMatch(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static bool IsWrapper(ReadElement element) => element.Children.Count > 0
        && element.Children.TrueForAll(child => child.Name == Item);

    [GeneratedRegex(@"\A(0|-?[1-9][0-9]*)\z")]
    private static partial Regex Canonical();
}
