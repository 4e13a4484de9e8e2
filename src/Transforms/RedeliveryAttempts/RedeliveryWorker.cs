using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>Takes messages that are due from the queue, every second, and redelivers them side by side.</summary>
internal sealed partial class RedeliveryWorker(
    RedeliveryStore store,
    Redeliverer redeliverer,
    BackendPipeline backends,
    MessageLeases leases,
    TimeProvider clock,
    ILogger<RedeliveryWorker> logger) : BackgroundService
{
    private const int MostAtATime = 256;

    // At a stop, backends get this long to answer. Then the messages are given back, for another replica.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Drain _drain = new();
    private TaskCompletionSource _news = NewSignal();

    /// <summary>Gets the number of redeliveries under way.</summary>
    public int UnderWay => _drain.Count;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var drained = _drain.BeginAsync();
        if (drained.IsCompleted)
        {
            return;
        }

        await drained.WaitAsync(AnswerTimeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _giveUp.CancelAsync();
        await drained.WaitAsync(DrainTimeout, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _giveUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? countedAt = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var news = NextNews();
            try
            {
                if (backends.IsReady)
                {
                    await LookAsync(stoppingToken);
                }

                if (countedAt is null || clock.GetElapsedTime(countedAt.Value) >= RedeliveryTimes.Count)
                {
                    countedAt = clock.GetTimestamp();
                    await store.CountAsync();
                }
            }
            catch (Exception exception)
            {
                // An error in one round must stop neither the host nor the next round.
                Log.RoundFailed(logger, exception);
            }

            await news.WaitAsync(RedeliveryTimes.Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        var room = MostAtATime - UnderWay;
        if (room <= 0)
        {
            return;
        }

        foreach (var taken in await store.TakeAsync(leases.Redeliveries, room))
        {
            // Also when the host stops at this moment: the redelivery gives the message back.
            _drain.Enter();
            _ = DeliverAsync(taken, stoppingToken.IsCancellationRequested);
        }
    }

    private async Task DeliverAsync(TakenMessage taken, bool isTooLate)
    {
        var isDelivered = false;
        try
        {
            isDelivered = await redeliverer.DeliverAsync(taken, isTooLate ? new CancellationToken(canceled: true) : _giveUp.Token);
        }
        catch (Exception exception)
        {
            // Nothing awaits this task. The message is due again when its lease ends.
            Log.DeliveryFailed(logger, exception, taken.Message.MessageId, taken.Message.Service);
        }

        End(isDelivered);
    }

    private void End(bool isDelivered)
    {
        _drain.Leave();
        if (isDelivered)
        {
            lock (_gate)
            {
                // The backend is back, and the queue gives out more messages now.
                _news.TrySetResult();
            }
        }
    }

    private Task NextNews()
    {
        lock (_gate)
        {
            return (_news = NewSignal()).Task;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Taking messages from the redelivery queue met an exception. The next try is in a second.",
            EventName = "RoundFailed")]
        public static partial void RoundFailed(ILogger logger, Exception exception);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The redelivery of message '{MessageId}' of service '{Service}' met an exception. The message is due again when its lease"
            + " ends.",
            EventName = "DeliveryFailed")]
        public static partial void DeliveryFailed(ILogger logger, Exception exception, string messageId, string service);
    }
}
