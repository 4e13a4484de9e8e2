using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Transforms.Journal;

/// <summary>
/// While the store is down, writes messages to the local disk, so that they survive the process.
/// </summary>
/// <remarks>One thread writes all messages of 10 ms at once, so that many messages need few flushes to the disk.</remarks>
internal sealed partial class MessageJournal : IDisposable
{
    private const int MostAtATime = 1000;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly Queue<(JournalLine Line, TaskCompletionSource<bool>? Written)> _pending = [];
    private readonly HashSet<string> _kept = [];
    private readonly JournalFolder _folder;
    private readonly ILogger<MessageJournal> _logger;
    private readonly RepeatedWarning _notWritten;
    private JournalPlace? _place;
    private JournalFile? _file;
    private bool _isOn;
    private bool _isStopped;

    public MessageJournal(JournalFolder folder, IMeterFactory meters, TimeProvider clock, ILogger<MessageJournal> logger)
    {
        _folder = folder;
        _logger = logger;
        _notWritten = new RepeatedWarning(clock);
        meters.Create(TransformsTelemetry.MeterName).CreateObservableGauge(
            "wxgateway.redelivery.journal",
            () => Count,
            "{message}",
            "Messages that only the local journal has. WeChat got 'success' for them, and the store is down.");
    }

    /// <summary>Gets the number of messages in the journal.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _kept.Count;
            }
        }
    }

    /// <summary>Gets a value indicating whether the journal is open.</summary>
    public bool IsOn => Volatile.Read(ref _isOn);

    /// <summary>
    /// Opens the journal if a folder is configured. Returns the messages that earlier processes left; the journal keeps them.
    /// </summary>
    public IReadOnlyList<JournalLine> Open()
    {
        if (_folder.Path is not { Length: > 0 } path)
        {
            return [];
        }

        try
        {
            _place = _folder.TakePlace();
            if (_place is null)
            {
                Log.Crowded(_logger, path);
                return [];
            }

            return Begin(_place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Unusable(_logger, path, exception.Message);
            return [];
        }
    }

    /// <summary>Writes a message; returns whether it is on the disk.</summary>
    public Task<bool> AppendAsync(string id, ReadOnlyMemory<byte> content)
    {
        lock (_gate)
        {
            if (!_isOn || _isStopped)
            {
                return Task.FromResult(false);
            }

            var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _kept.Add(id);
            Enqueue(new JournalLine(id, content), written);
            return written.Task;
        }
    }

    /// <summary>Removes a message, if the journal has it.</summary>
    public void Remove(string id)
    {
        lock (_gate)
        {
            if (_kept.Remove(id) && !_isStopped)
            {
                Enqueue(new JournalLine(id, null), null);
            }
        }
    }

    /// <summary>Returns whether the journal has a message.</summary>
    public bool Has(string id)
    {
        lock (_gate)
        {
            return _kept.Contains(id);
        }
    }

    /// <summary>Writes the pending lines, then closes the file.</summary>
    public void Dispose()
    {
        Thread? writer;
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
            writer = _writer;
        }

        writer?.Join();
        _file?.Dispose();
        _place?.Dispose();
    }
}
