using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Transforms.Journal;

/// <content>The writing thread.</content>
internal sealed partial class MessageJournal
{
    private Thread? _writer;
    private long _batches;

    /// <summary>Gets the number of batches written.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    private List<JournalLine> Begin(JournalPlace place)
    {
        var own = File.Exists(place.File) ? JournalContent.ReadFile(place.File) : new JournalContent([], 0);
        var damaged = own.Damaged;
        var lines = own.Lines.ToList();
        foreach (var left in _folder.TakeLeft())
        {
            using (left)
            {
                var content = JournalContent.ReadFile(left.File);
                damaged += content.Damaged;
                lines.AddRange(content.Lines);

                // Delete the other file only after its messages are in this one.
                using (var both = new JournalFile(place.File, lines))
                {
                }

                File.Delete(left.File);
            }
        }

        _file = new JournalFile(place.File, lines, _folder.Longest);
        _kept.UnionWith(lines.Select(line => line.Id));
        _isOn = true;
        _writer = new Thread(Run) { IsBackground = true, Name = "WeChat journal" };
        _writer.UnsafeStart();
        if (damaged > 0)
        {
            Log.Damaged(_logger, damaged, place.File);
        }

        if (lines.Count > 0)
        {
            Log.TakenUp(_logger, lines.Count, place.File);
        }

        return lines;
    }

    private void Enqueue(JournalLine line, TaskCompletionSource<bool>? written)
    {
        _pending.Enqueue((line, written));
        if (_pending.Count == 1)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        while (Take() is { } batch)
        {
            var isWritten = Write([.. batch.Select(item => item.Line)]);
            Interlocked.Increment(ref _batches);
            if (!isWritten)
            {
                lock (_gate)
                {
                    _kept.ExceptWith(batch.Where(item => item.Written is not null).Select(item => item.Line.Id));
                }
            }

            batch.ForEach(item => item.Written?.TrySetResult(isWritten));
        }
    }

    private List<(JournalLine Line, TaskCompletionSource<bool>? Written)>? Take()
    {
        lock (_gate)
        {
            while (_pending.Count == 0)
            {
                if (_isStopped)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            if (!_isStopped)
            {
                // Wait, so that messages of the next 10 ms are in the same batch.
                Monitor.Wait(_gate, Gathering);
            }

            var batch = new List<(JournalLine, TaskCompletionSource<bool>?)>();
            while (batch.Count < MostAtATime && _pending.TryDequeue(out var item))
            {
                batch.Add(item);
            }

            return batch;
        }
    }

    private bool Write(IReadOnlyList<JournalLine> lines)
    {
        try
        {
            if (_file!.Write(lines))
            {
                return true;
            }

            Warn("the journal has its largest size");
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ObjectDisposedException or ArgumentOutOfRangeException)
        {
            // The last of them: a limit on the size of files (EFBIG) is an argument out of range to .NET.
            Warn(exception.Message);
        }

        return false;
    }

    private void Warn(string reason)
    {
        if (_notWritten.IsDue(out var leftOut))
        {
            Log.NotWritten(_logger, _place!.File, reason, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Cannot use the journal in '{Folder}': '{Reason}'. While the store is down, messages are lost if this process is killed. "
            + "Make the folder writable and restart.",
            EventName = "Unusable")]
        public static partial void Unusable(ILogger logger, string folder, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Other processes use all journal places in '{Folder}', so this process keeps no journal. Give it its own folder and "
            + "restart.",
            EventName = "Crowded")]
        public static partial void Crowded(ILogger logger, string folder);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Found '{Number}' messages of an earlier process in '{File}'. Delivering them.",
            EventName = "TakenUp")]
        public static partial void TakenUp(ILogger logger, int number, string file);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "Skipped '{Number}' unreadable lines of '{File}'. One torn line is normal after a crash; for more, check the disk.",
            EventName = "Damaged")]
        public static partial void Damaged(ILogger logger, int number, string file);

        [LoggerMessage(
            5,
            LogLevel.Error,
            "Cannot write '{File}': '{Reason}'. While the store is down, messages are in this process's memory only. "
            + "Check the disk. Similar errors not logged since the last one: '{LeftOut}'.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string file, string reason, long leftOut);
    }
}
