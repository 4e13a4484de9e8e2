namespace WxYarpGateway.Transforms.Journal;

/// <summary>The content of a journal.</summary>
/// <param name="Lines">The messages that have not ended, in the order of their arrival.</param>
/// <param name="Damaged">
/// The number of unreadable lines. A crash of the process or machine can tear the last line; others mean a disk error.
/// </param>
internal sealed record JournalContent(IReadOnlyList<JournalLine> Lines, int Damaged)
{
    private const long LongestFile = 256L << 20;

    /// <summary>Reads a file; throws when it cannot be opened or read.</summary>
    public static JournalContent ReadFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(RandomAccess.GetLength(file), LongestFile)];
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
        }

        return Read(bytes.AsSpan(0, length));
    }

    /// <summary>Reads the content of a file.</summary>
    public static JournalContent Read(ReadOnlySpan<byte> bytes)
    {
        var damaged = 0;
        var kept = new Dictionary<string, (int Order, JournalLine Line)>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? null : JournalLine.Read(bytes[..end]);
            bytes = end < 0 ? default : bytes[(end + 1)..];
            switch (line)
            {
                case null:
                    damaged++;
                    break;
                case { Content: null }:
                    kept.Remove(line.Id);
                    break;
                default:
                    kept[line.Id] = (kept.TryGetValue(line.Id, out var before) ? before.Order : kept.Count, line);
                    break;
            }
        }

        return new JournalContent([.. kept.Values.OrderBy(entry => entry.Order).Select(entry => entry.Line)], damaged);
    }
}
