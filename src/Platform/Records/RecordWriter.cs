using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Platform.Records.Live;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Platform.Records;

/// <summary>Writes records in batches, and shows them to those who watch.</summary>
internal sealed partial class RecordWriter(
    PushRecords records,
    RecordSettings settings,
    IRecordStore store,
    RecordTail tail,
    RecordMetrics metrics,
    TimeProvider clock,
    ILogger<RecordWriter> logger) : BackgroundService
{
    private const int Batch = 500;

    // So long records wait for company.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // At a stop, the last batches get this long.
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(2);

    private readonly RepeatedWarning _failed = new(clock);
    private readonly RecordSteps _steps = new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _steps.Dispose();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var late = new CancellationTokenSource(Last, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await WriteAllAsync(either.Token);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Task more = records.Drafts.WaitToReadAsync(stoppingToken).AsTask();
            await more.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (records.Drafts.Count < Batch)
            {
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                await WriteAllAsync(CancellationToken.None);
            }
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        var batch = new List<StoredRecord>();
        while (!cancellationToken.IsCancellationRequested && records.Drafts.TryRead(out var draft))
        {
            records.Taken(draft);
            if (settings.Options is { } options)
            {
                batch.Add(Complete(draft, options));
            }

            if (batch.Count == Batch)
            {
                await WriteAsync(batch, cancellationToken);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            await WriteAsync(batch, cancellationToken);
        }
    }

    private StoredRecord Complete(RecordDraft draft, RecordOptions options)
    {
        var body = default(ReadOnlyMemory<byte>);
        Exception? failure = null;
        try
        {
            body = RecordBody.Pack(draft.CopyBody(), options.Bodies);
        }
        catch (Exception exception)
        {
            // At the deadline another thread may still add to the message. The record is worth more than its body.
            failure = exception;
        }

        var record = draft.ToRecord(_steps, body);
        if (failure is not null && _failed.IsDue(out var leftOut))
        {
            Log.NoBody(logger, failure, record.Service, leftOut);
        }

        return record;
    }

    private async Task WriteAsync(List<StoredRecord> batch, CancellationToken cancellationToken)
    {
        tail.Show(batch);
        if (settings.WhyDatabase() is null)
        {
            return;
        }

        try
        {
            await store.WriteAsync(batch, cancellationToken);
            metrics.Written(batch.Count);
            _failed.Reset();
        }
        catch (Exception exception)
        {
            // Whatever it was, the next batch may go well, and no push depends on this one.
            metrics.Dropped(RecordMetrics.Database, batch.Count);
            if (_failed.IsDue(out var leftOut))
            {
                Log.NotWritten(logger, batch.Count, exception.Message, leftOut);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The database did not take '{Records}' records: {Problem} They are dropped and counted; pushes are not affected. Such warnings "
            + "left out since the last: '{LeftOut}'.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, int records, string problem, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "A record of service '{Service}' is kept without its body, which could not be read. Such warnings left out since the last: "
            + "'{LeftOut}'.",
            EventName = "NoBody")]
        public static partial void NoBody(ILogger logger, Exception exception, string service, long leftOut);
    }
}
