using System.Buffers;
using System.Text;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>
/// Writes lines to the console, those of a moment in one go: a write for each line would cost more than all else about the line.
/// </summary>
internal sealed class ConsoleLines : IDisposable
{
    /// <summary>How long a line may wait for others.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // After a burst, room for one is given back.
    private const int LargestKept = 1024 * 1024;

    private readonly object _gate = new();
    private readonly Stream _console;
    private readonly Func<int> _mostLines;
    private readonly Func<bool> _dropsWhenFull;
    private readonly Thread _writer;
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _written = new();
    private int _lines;
    private bool _isIdle;
    private bool _isUrgent;
    private bool _isStopping;

    /// <summary>Begins to write.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="mostLines">How many lines may wait.</param>
    /// <param name="dropsWhenFull">Whether further lines are dropped; otherwise the writer waits.</param>
    public ConsoleLines(Stream console, Func<int> mostLines, Func<bool> dropsWhenFull)
    {
        _console = console;
        _mostLines = mostLines;
        _dropsWhenFull = dropsWhenFull;

        // Not of the pool: a console that takes nothing, such as a pipe that nobody reads, would hold it up.
        _writer = new Thread(Run) { IsBackground = true, Name = "Console" };
        _writer.Start();
    }

    /// <summary>Writes a line soon; at once when it is urgent.</summary>
    public void Write(StringBuilder line, bool isUrgent)
        => Write(
            (line, _encoder),
            static (it, batch) =>
            {
                // A character may lie across two chunks.
                foreach (var piece in it.line.GetChunks())
                {
                    it._encoder.Convert(piece.Span, batch, flush: false, out _, out _);
                }

                it._encoder.Convert([], batch, flush: true, out _, out _);
            },
            isUrgent);

    /// <summary>Writes a line soon; at once when it is urgent.</summary>
    /// <param name="line">The line.</param>
    /// <param name="encode">Appends it to the others that wait, as UTF-8.</param>
    /// <param name="isUrgent">Whether it is urgent.</param>
    public void Write<TLine>(TLine line, Action<TLine, ArrayBufferWriter<byte>> encode, bool isUrgent)
    {
        lock (_gate)
        {
            while (_lines >= _mostLines() && !_isStopping)
            {
                if (_dropsWhenFull())
                {
                    return;
                }

                // No more come, so there is nothing to wait for.
                _isUrgent = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }

            encode(line, _waiting);
            _lines++;
            _isUrgent |= isUrgent;
            if (_isIdle || isUrgent)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Writes what is left, and ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }

        // Not for ever, should nobody read what is written.
        _writer.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        while (TryTake(out var lines))
        {
            try
            {
                _console.Write(lines.WrittenSpan);
                _console.Flush();
            }
            catch (IOException)
            {
                // The console is gone, and there is nowhere to say so; the process goes on without, as with the framework's own.
            }

            lines.ResetWrittenCount();
        }
    }

    /// <summary>Waits for lines, and a moment for more; returns <see langword="false"/> when there will be no more.</summary>
    private bool TryTake(out ArrayBufferWriter<byte> lines)
    {
        lock (_gate)
        {
            // While lines keep coming, nobody has to wake this thread.
            WaitForMore();
            if (_lines == 0 && !_isStopping)
            {
                _isIdle = true;
                while (_lines == 0 && !_isStopping)
                {
                    Monitor.Wait(_gate);
                }

                _isIdle = false;
                WaitForMore();
            }

            lines = _waiting;
            _waiting = _written.Capacity > LargestKept ? new() : _written;
            _written = lines;
            var hasAny = _lines > 0;
            _lines = 0;
            _isUrgent = false;
            Monitor.PulseAll(_gate);
            return hasAny;
        }
    }

    private void WaitForMore()
    {
        if (!_isUrgent && !_isStopping)
        {
            Monitor.Wait(_gate, Pause);
        }
    }
}
