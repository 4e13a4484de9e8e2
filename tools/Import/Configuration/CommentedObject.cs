namespace WxYarpGateway.Import.Configuration;

/// <summary>A JSON object with comments, built entry by entry; <see cref="CommentedJson"/> writes it.</summary>
internal sealed class CommentedObject
{
    private readonly List<Entry> _entries = [];

    /// <summary>Gets the entries in the order in which they were added.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Adds a key with its value and the comments on it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">A <see cref="CommentedObject"/>, a text, a <see cref="bool"/>, or <see langword="null"/>.</param>
    /// <param name="notes">The comments on it.</param>
    public void Add(string key, object? value, params IReadOnlyList<string> notes)
        => _entries.Add(new Entry(EntryKind.Setting, key, value, notes));

    /// <summary>Adds a key with a value that was found, and the notes on it.</summary>
    public void Add(string key, Found<string> found) => Add(key, found.Value, found.Notes);

    /// <summary>Adds a key that is commented out, with comments before it.</summary>
    public void Suggest(string key, object? value, params IReadOnlyList<string> notes)
        => _entries.Add(new Entry(EntryKind.Suggestion, key, value, notes));

    /// <summary>Adds comments on lines of their own.</summary>
    public void Remark(params IEnumerable<string> remarks)
    {
        string[] notes = [.. remarks];
        if (notes.Length > 0)
        {
            _entries.Add(new Entry(EntryKind.Remark, "", null, notes));
        }
    }

    /// <summary>Adds an empty line, unless the object is still empty.</summary>
    public void AddEmptyLine()
    {
        if (_entries.Count > 0)
        {
            _entries.Add(new Entry(EntryKind.EmptyLine, "", null, []));
        }
    }

    /// <summary>What an entry is.</summary>
    internal enum EntryKind
    {
        Setting,
        Suggestion,
        Remark,
        EmptyLine,
    }

    /// <summary>A setting, a suggestion, a remark or an empty line.</summary>
    internal sealed record Entry(EntryKind Kind, string Key, object? Value, IReadOnlyList<string> Notes)
    {
        public override string ToString() => Key;
    }
}
