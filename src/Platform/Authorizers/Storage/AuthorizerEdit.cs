using System.Text.Json;
using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>What somebody wants changed of an account: <c>tags</c>, <c>overrides</c>, <c>note</c>. What is absent stays.</summary>
public sealed class AuthorizerEdit
{
    private const int MostTags = 32;
    private const int LongestTag = 64;
    private const int LongestNote = 2_000;

    // An authorizer takes at most 4 KiB of memory.
    private const int LongestOverrides = 2_048;

    private readonly List<(string Path, string Problem)> _errors = [];

    private AuthorizerEdit()
    {
    }

    /// <summary>Gets or sets who edits; <see langword="null"/> when that is not to be noted.</summary>
    public ChangedBy? By { get; set; }

    /// <summary>Gets what is wrong: where, and a predicate that follows the path.</summary>
    public IReadOnlyList<(string Path, string Problem)> Errors => _errors;

    /// <summary>Gets the tags; <see langword="null"/> when they stay.</summary>
    public IReadOnlyList<string>? Tags { get; private set; }

    /// <summary>Gets a value indicating whether <see cref="Overrides"/> replaces the overrides.</summary>
    public bool HasOverrides { get; private set; }

    /// <summary>Gets the overrides as JSON; <see langword="null"/> for none.</summary>
    public string? Overrides { get; private set; }

    /// <summary>Gets the note; <see langword="null"/> when it stays.</summary>
    public string? Note { get; private set; }

    /// <summary>Reads an edit.</summary>
    /// <param name="json">The body of a request.</param>
    /// <param name="backends">The names of the section <c>Backends</c>.</param>
    public static AuthorizerEdit Read(ReadOnlyMemory<byte> json, IReadOnlySet<string> backends)
    {
        ArgumentNullException.ThrowIfNull(backends);
        var edit = new AuthorizerEdit();
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                edit._errors.Add(("", "must be a JSON object"));
                return edit;
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                edit.Read(member, backends);
            }
        }
        catch (JsonException)
        {
            edit._errors.Add(("", "is not JSON"));
        }

        return edit;
    }

    private void Read(JsonProperty member, IReadOnlySet<string> backends)
    {
        switch (member.Name)
        {
            case "tags":
                ReadTags(member.Value);
                break;
            case "overrides":
                ReadOverrides(member.Value, backends);
                break;
            case "note" when member.Value.ValueKind == JsonValueKind.String && IsNote(member.Value.GetString()!):
                Note = member.Value.GetString();
                break;
            case "note":
                _errors.Add(("note", $"must be a text of at most {LongestNote} characters, none of them NUL"));
                break;
            default:
                _errors.Add((member.Name, "is not a known key; known are tags, overrides, note"));
                break;
        }
    }

    // PostgreSQL takes no NUL.
    private static bool IsNote(string text) => text.Length <= LongestNote && !text.Contains('\0', StringComparison.Ordinal);

    private void ReadTags(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostTags)
        {
            _errors.Add(("tags", $"must be a list of at most {MostTags} texts"));
            return;
        }

        var tags = new List<string>();
        foreach (var (index, tag) in value.EnumerateArray().Index())
        {
            if (tag.ValueKind == JsonValueKind.String && tag.GetString() is { Length: > 0 and <= LongestTag } text
                && !text.Any(char.IsControl))
            {
                tags.Add(text);
            }
            else
            {
                _errors.Add(($"tags[{index}]", $"must be a text of 1 to {LongestTag} characters"));
            }
        }

        Tags = tags;
    }

    private void ReadOverrides(JsonElement value, IReadOnlySet<string> backends)
    {
        HasOverrides = true;
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var text = value.GetRawText();
        if (value.ValueKind != JsonValueKind.Object || text.Length > LongestOverrides)
        {
            _errors.Add(("overrides", $"must be a JSON object of at most {LongestOverrides} bytes, or null"));
            return;
        }

        try
        {
            var overrides = AuthorizerOverrides.Read(text);
            CheckBackend("overrides.MessageBackend", overrides.MessageBackend, backends);
            CheckBackend("overrides.OAuthBackend", overrides.OAuthBackend, backends);
            Overrides = text;
        }
        catch (JsonException e)
        {
            _errors.Add(($"overrides{e.Path?.TrimStart('$')}", "has a key that cannot be overridden, or a value of another type"));
        }
    }

    private void CheckBackend(string path, string? name, IReadOnlySet<string> backends)
    {
        if (!string.IsNullOrEmpty(name) && !backends.Contains(name))
        {
            _errors.Add((path, "must be a name of Gateway:Backends"));
        }
    }
}
