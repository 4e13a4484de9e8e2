namespace WxYarpGateway.Transforms.Journal;

/// <summary>
/// The file of a journal, written by one thread. Ended messages stay in the file until it is compacted, or emptied when no message is
/// left.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>The largest file, in bytes.</summary>
    public const long Longest = 64L << 20;

    private readonly string _path;
    private readonly long _longest;
    private readonly Func<string, FileStream> _open;
    private Dictionary<string, (long At, int Length)> _kept = [];
    private FileStream _stream;
    private long _end;
    private long _bytesKept;

    /// <summary>Initializes a new instance of the <see cref="JournalFile"/> class. The new file replaces an existing one.</summary>
    public JournalFile(string path, IReadOnlyList<JournalLine> lines, long longest = Longest)
        : this(
            path,
            lines,
            longest,
            static fresh => new FileStream(fresh, PrivateFile.Options(FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete)))
    {
    }

    /// <summary>Initializes a new instance of the <see cref="JournalFile"/> class with a test's function that opens the file.</summary>
    internal JournalFile(string path, IReadOnlyList<JournalLine> lines, long longest, Func<string, FileStream> open)
    {
        _path = path;
        _longest = longest;
        _open = open;
        _stream = Replace([.. lines.Select(line => (line.Id, line.Write()))]);
    }

    /// <summary>
    /// Writes lines, and flushes to the disk when one of them keeps a message. Returns <see langword="false"/> when the file is full; then
    /// it keeps none of the messages.
    /// </summary>
    public bool Write(IReadOnlyList<JournalLine> lines)
    {
        var texts = lines.Select(line => (line.Id, Text: line.Write(), IsKept: line.Content is not null)).ToList();
        if (texts.Exists(text => text.IsKept) && !HasRoomFor(texts.Sum(text => (long)text.Text.Length)))
        {
            // Lines that end a message are always written. Otherwise a full file would stay full.
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
        // Write after the last whole line. This overwrites half a line that a full disk may have left.
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

    /// <summary>Writes a new file beside the old one, then replaces the old one by it.</summary>
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
