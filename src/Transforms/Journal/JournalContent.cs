namespace WxYarpGateway.Transforms.Journal;

/// <summary>What a journal keeps.</summary>
/// <param name="Lines">What is not over, in the order in which it came.</param>
/// <param name="Damaged">How many lines could not be read: the last one was torn when the process or the machine died, or a disk is at error.</param>
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

    /// <summary>Reads what a file holds.</summary>
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
