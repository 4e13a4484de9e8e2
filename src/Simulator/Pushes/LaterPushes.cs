using System.Collections.Concurrent;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Delivers what WeChat pushes on its own account, after the call that caused it was answered; stopping it leaves none behind.</summary>
internal sealed partial class LaterPushes(Func<string, PushedMessage, CancellationToken, Task> pushAsync, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public void Push(string appId, PushedMessage message)
    {
        var push = DeliverAsync(appId, message);
        _running[push] = true;
        push.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys);
        _stopping.Dispose();
    }

    private async Task DeliverAsync(string appId, PushedMessage message)
    {
        // The call that causes the push is answered first.
        await Task.Yield();
        try
        {
            await pushAsync(appId, message, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Log.CutOff(logger, appId);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException)
        {
            Log.Impossible(logger, appId, fault.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The push to account '{AppId}' was cut off, since the simulator stops.", EventName = "PushCutOff")]
        public static partial void CutOff(ILogger logger, string appId);

        [LoggerMessage(2, LogLevel.Warning, "The push to account '{AppId}' is left out: '{Reason}'.", EventName = "PushImpossible")]
        public static partial void Impossible(ILogger logger, string appId, string reason);
    }
}
