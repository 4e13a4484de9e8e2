using System.Text.Json;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>The members of a backend's object that are not the gateway's own: some have the names that WeChat and its SDKs use for the same thing.</summary>
/// <remarks>Names count in any case, with and without underscores: <c>MediaId</c>, <c>mediaId</c> and <c>media_id</c> are one. Most objects have none, and cost nothing.</remarks>
internal sealed class OtherFields
{
    private const int LongestName = 40;

    // What SDKs write beside the reply: the gateway knows it.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "tousername", "fromusername", "createtime", "articlecount", "touser",
    };

    private readonly Dictionary<string, (string Name, JsonElement Value)>? _fields;
    private readonly HashSet<string>? _taken;
    private List<(string Prefix, OtherFields Fields)>? _inner;

    public OtherFields(IEnumerable<KeyValuePair<string, JsonElement>>? members)
    {
        if (members is null)
        {
            return;
        }

        _taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _fields = new Dictionary<string, (string, JsonElement)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members)
        {
            _fields[name.Replace("_", "", StringComparison.Ordinal)] = (name, value);
        }
    }

    /// <summary>Returns a name as it may stand in a log: short, and letters and digits only.</summary>
    public static string Shown(string name)
        => string.Concat(name.Take(LongestName).Select(character => char.IsLetterOrDigit(character) || character is '_' or '-' ? character : '?'));

    /// <summary>Returns the names of what was not taken, fit to be shown.</summary>
    public IEnumerable<string> NotTaken()
    {
        var own = _fields?.Where(entry => !_taken!.Contains(entry.Key) && !Known.Contains(entry.Key)).Select(entry => Shown(entry.Value.Name)) ?? [];
        var within = _inner?.SelectMany(inner => inner.Fields.NotTaken().Select(name => $"{inner.Prefix}.{name}")) ?? [];
        return own.Concat(within);
    }

    /// <summary>Returns the text of the first name that has one.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name, JsonValueKind.String) is { } text)
            {
                return text.GetString();
            }
        }

        return null;
    }

    /// <summary>Returns the value of a name if it has that kind.</summary>
    public JsonElement? Find(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (_fields is null || !_fields.TryGetValue(name, out var found) || !kinds.Contains(found.Value.ValueKind))
        {
            return null;
        }

        _taken!.Add(name);
        return found.Value;
    }

    /// <summary>Returns whether there is one of some names.</summary>
    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_fields?.ContainsKey(name) is true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the members of an object; none when there is no object of that name.</summary>
    public OtherFields Within(string name)
    {
        if (Find(name, JsonValueKind.Object) is not { } found)
        {
            return new OtherFields(null);
        }

        var inner = new OtherFields(found.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)));
        Include(name, inner);
        return inner;
    }

    /// <summary>Takes up what is not understood of something within.</summary>
    public void Include(string prefix, OtherFields fields) => (_inner ??= []).Add((prefix, fields));
}
