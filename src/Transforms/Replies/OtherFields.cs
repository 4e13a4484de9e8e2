using System.Text.Json;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>A backend's members that the gateway does not define. Some are WeChat's or an SDK's names for one that it does.</summary>
/// <remarks>
/// Names match in any case and without underscores: <c>MediaId</c>, <c>mediaId</c> and <c>media_id</c> are one.
/// Most objects have no such member, and cost nothing.
/// </remarks>
internal sealed class OtherFields
{
    private const int LongestName = 40;

    // SDKs write these beside the reply. The gateway fills them in itself.
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

    /// <summary>Returns a name that is safe to log: short, with letters and digits only.</summary>
    public static string Shown(string name) => string.Concat(name.Take(LongestName).Select(Shown));

    /// <summary>Returns the names that nobody asked for, safe to log.</summary>
    public IEnumerable<string> NotTaken()
    {
        var notTaken = _fields?.Where(entry => !_taken!.Contains(entry.Key) && !Known.Contains(entry.Key));
        var own = notTaken?.Select(entry => Shown(entry.Value.Name)) ?? [];
        var within = _inner?.SelectMany(inner => inner.Fields.NotTaken().Select(name => $"{inner.Prefix}.{name}")) ?? [];
        return own.Concat(within);
    }

    /// <summary>Returns the first of the named members that is a text.</summary>
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

    /// <summary>Returns the value of a member if it is of one of the kinds.</summary>
    public JsonElement? Find(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (_fields is null || !_fields.TryGetValue(name, out var found) || !kinds.Contains(found.Value.ValueKind))
        {
            return null;
        }

        _taken!.Add(name);
        return found.Value;
    }

    /// <summary>Returns whether the object has one of the members.</summary>
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

    /// <summary>Returns the members of a nested object; none when there is no such object.</summary>
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

    /// <summary>Adds the members of a nested object to those that <see cref="NotTaken"/> reports.</summary>
    public void Include(string prefix, OtherFields fields) => (_inner ??= []).Add((prefix, fields));

    private static char Shown(char character) => char.IsLetterOrDigit(character) || character is '_' or '-' ? character : '?';
}
