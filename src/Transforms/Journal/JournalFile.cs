namespace WxYarpGateway.Transforms.Journal;

/// <summary>
/// The file of a journal, written by one thread. Messages that are over take up room until the file is compacted, or emptied when none is
/// left.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>The longest file.</summary>
    public const long Longest = 64L << 20;

    private readonly string _path;
    private readonly long _longest;
    private readonly Func<string, FileStream> _open;
    private Dictionary<string, (long At, int Length)> _kept = [];
    private FileStream _stream;
    private long _end;
    private long _bytesKept;

    /// <summary>Creates the file with these lines, in place of an earlier one.</summary>
    public JournalFile(string path, IReadOnlyList<JournalLine> lines, long longest = Longest)
        : this(
            path,
            lines,
            longest,
            static fresh => new FileStream(fresh, PrivateFile.Options(FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete)))
    {
    }

    /// <summary>Creates the file with a function that opens it, for tests.</summary>
    internal JournalFile(string path, IReadOnlyList<JournalLine> lines, long longest, Func<string, FileStream> open)
    {
        _path = path;
        _longest = longest;
        _open = open;
        _stream = Replace([.. lines.Select(line => (line.Id, line.Write()))]);
    }

    /// <summary>
    /// Writes lines, and flushes to the disk when one of them keeps a message; returns <see langword="false"/>, and keeps none of the
    /// messages, when there is no room.
    /// </summary>
    public bool Write(IReadOnlyList<JournalLine> lines)
    {
        var texts = lines.Select(line => (line.Id, Text: line.Write(), IsKept: line.Content is not null)).ToList();
        if (texts.Exists(text => text.IsKept) && !HasRoomFor(texts.Sum(text => (long)text.Text.Length)))
        {
            // Lines that end a message always have room, or the file would stay full.
            Append(texts.FindAll(text => !text.IsKept));
            return false;
        }

        Append(texts);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool HasRoomFor(long length)
    {
        if (_end + length > _longest && _bytesKept * 2 < _longest)
        {
            Compact();
        }

        return _end + length <= _longest;
    }

    private void Append(List<(string Id, byte[] Text, bool IsKept)> texts)
    {
        // At the end of the last whole line: this overwrites half a line that a full disk has left.
        _stream.Position = _end;
        foreach (var (_, text, _) in texts)
        {
            _stream.Write(text);
        }

        _stream.Flush(flushToDisk: texts.Exists(text => text.IsKept));
        foreach (var (id, text, isKept) in texts)
        {
            if (_kept.Remove(id, out var before))
            {
                _bytesKept -= before.Length;
            }

            if (isKept)
            {
                _kept[id] = (_end, text.Length);
                _bytesKept += text.Length;
            }

            _end += text.Length;
        }

        if (_kept.Count == 0)
        {
            _stream.SetLength(0);
            _end = 0;
        }
    }

    private void Compact()
    {
        var old = _stream;
        var texts = new List<(string Id, byte[] Text)>();
        foreach (var (id, (at, length)) in _kept.OrderBy(kept => kept.Value.At))
        {
            var text = new byte[length];
            old.Position = at;
            old.ReadExactly(text);
            texts.Add((id, text));
        }

        _stream = Replace(texts);
        old.Dispose();
    }

    /// <summary>Writes a new file beside the old one, and replaces the old one when the new one is complete.</summary>
    private FileStream Replace(IReadOnlyList<(string Id, byte[] Text)> texts)
    {
        var fresh = _path + ".new";
        File.Delete(fresh);
        var stream = _open(fresh);
        try
        {
            var kept = new Dictionary<string, (long At, int Length)>();
            foreach (var (id, text) in texts)
            {
                kept[id] = (stream.Position, text.Length);
                stream.Write(text);
            }

            stream.Flush(flushToDisk: true);
            File.Move(fresh, _path, overwrite: true);
            (_kept, _end, _bytesKept) = (kept, stream.Position, stream.Position);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
