using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Import.Configuration;

/// <summary>Writes JSON with <c>//</c> comments: a short one beside its setting, others before it.</summary>
/// <param name="asciiOnly">Whether everything that is not ASCII is escaped, because the output cannot carry it.</param>
internal sealed class CommentedJson(bool asciiOnly)
{
    private const int LongestLine = 120;
    private const int Indent = 2;
    private const string CommentMark = "// ";
    private const string ListMark = "- ";

    private readonly StringBuilder _text = new();

    /// <summary>Returns a whole file: comments, then an object.</summary>
    public static string Write(IEnumerable<string> comments, CommentedObject root, bool asciiOnly)
    {
        var json = new CommentedJson(asciiOnly);
        foreach (var comment in comments)
        {
            json.Comment(comment, depth: 0);
        }

        json.Object(root, depth: 0);
        return json._text.Append('\n').ToString();
    }

    private void Object(CommentedObject value, int depth)
    {
        _text.Append("{\n");
        var last = value.Entries.LastOrDefault(entry => entry.Kind == CommentedObject.EntryKind.Setting);
        foreach (var entry in value.Entries)
        {
            Entry(entry, depth + 1, isLast: ReferenceEquals(entry, last));
        }

        _text.Append(' ', depth * Indent).Append('}');
    }

    private void Entry(CommentedObject.Entry entry, int depth, bool isLast)
    {
        switch (entry.Kind)
        {
            case CommentedObject.EntryKind.EmptyLine:
                _text.Append('\n');
                break;
            case CommentedObject.EntryKind.Setting when entry.Value is CommentedObject value && !IsPlain(value):
                Comments(entry.Notes, depth);
                _text.Append(' ', depth * Indent).Append(Quote(entry.Key)).Append(": ");
                Object(value, depth);
                _text.Append(isLast ? "\n" : ",\n");
                break;
            case CommentedObject.EntryKind.Setting:
                Setting($"{Line(entry)}{(isLast ? "" : ",")}", entry.Notes, depth);
                break;
            default:
                Comments(entry.Notes, depth);
                if (entry.Kind == CommentedObject.EntryKind.Suggestion)
                {
                    _text.Append(' ', depth * Indent).Append(CommentMark).Append(Clean($"{Line(entry)},")).Append('\n');
                }

                break;
        }
    }

    private void Setting(string line, IReadOnlyList<string> notes, int depth)
    {
        var isShort = notes.Count == 1 && (depth * Indent) + line.Length + 1 + CommentMark.Length + notes[0].Length <= LongestLine;
        if (!isShort)
        {
            Comments(notes, depth);
        }

        _text.Append(' ', depth * Indent).Append(line);
        _text.Append(isShort ? $" {CommentMark}{Clean(notes[0])}" : "").Append('\n');
    }

    private void Comments(IEnumerable<string> comments, int depth)
    {
        foreach (var comment in comments)
        {
            Comment(comment, depth);
        }
    }

    private void Comment(string comment, int depth)
    {
        var width = LongestLine - (depth * Indent) - CommentMark.Length;
        var line = new StringBuilder();
        foreach (var word in Clean(comment).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                CommentLine(line, depth);
                line.Append(comment.StartsWith(ListMark, StringComparison.Ordinal) ? " " : "");
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        CommentLine(line, depth);
    }

    private void CommentLine(StringBuilder line, int depth)
    {
        _text.Append(' ', depth * Indent).Append($"{CommentMark}{line}".TrimEnd()).Append('\n');
        line.Clear();
    }

    /// <summary>Returns whether an object fits on the line of its key: it has one or two settings and no comments.</summary>
    private static bool IsPlain(CommentedObject value)
        => value.Entries.Count <= 2
            && value.Entries.All(entry => entry is { Kind: CommentedObject.EntryKind.Setting, Notes.Count: 0, Value: not CommentedObject });

    private string Line(CommentedObject.Entry entry) => $"{Quote(entry.Key)}: {Value(entry.Value)}";

    private string Value(object? value) => value switch
    {
        CommentedObject { Entries: [] } => "{}",
        CommentedObject plain => $"{{ {string.Join(", ", plain.Entries.Select(Line))} }}",
        string text => Quote(text),
        _ => JsonSerializer.Serialize(value),
    };

    private string Quote(string text) => JsonText.Quote(text, asciiOnly);

    private string Clean(string text) => CommentText.Clean(text, asciiOnly);
}
