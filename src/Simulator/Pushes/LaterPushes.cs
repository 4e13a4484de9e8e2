using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Delivers the events that API calls cause, after the call was answered; disposing it cancels and awaits them.</summary>
internal sealed partial class LaterPushes(Func<string, PushedMessage, CancellationToken, Task> pushAsync, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public void Push(string appId, PushedMessage message) =>
        Run(appId, cancellationToken => pushAsync(appId, message, cancellationToken));

    /// <summary>Pushes a message after a while of the simulator's clock.</summary>
    public void PushAfter(TimeSpan delay, TimeProvider clock, string appId, PushedMessage message) => Run(appId, async cancellationToken =>
    {
        await Task.Delay(delay, clock, cancellationToken);
        await pushAsync(appId, message, cancellationToken);
    });

    /// <summary>Runs any work on the account's, or platform's, behalf after the call that causes it was answered.</summary>
    public void Run(string appId, Func<CancellationToken, Task> work)
    {
        var push = DeliverAsync(appId, work);
        _running[push] = true;
        push.ContinueWith(
            ended => _running.TryRemove(ended, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys);
        _stopping.Dispose();
    }

    private async Task DeliverAsync(string appId, Func<CancellationToken, Task> work)
    {
        // Yields, so that the call that causes the push is answered first.
        await Task.Yield();
        try
        {
            await work(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Log.CutOff(logger, appId);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            Log.Impossible(logger, appId, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Debug,
            "The push to account '{AppId}' was cancelled, since the simulator is stopping.",
            EventName = "PushCutOff")]
        public static partial void CutOff(ILogger logger, string appId);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The push to account '{AppId}' was skipped: '{Reason}'. Correct the account's settings.",
            EventName = "PushImpossible")]
        public static partial void Impossible(ILogger logger, string appId, string reason);
    }
}
