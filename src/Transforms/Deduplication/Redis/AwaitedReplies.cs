using System.Collections.Concurrent;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>The deliveries of this process that wait for replies in Redis. A published reply wakes those that wait for it.</summary>
internal sealed class AwaitedReplies
{
    private readonly ConcurrentDictionary<News, string> _awaited = [];

    /// <summary>Begins to listen for the reply to a message, until the result is disposed of.</summary>
    public News Await(string message)
    {
        var news = new News(this);
        _awaited[news] = message;
        return news;
    }

    /// <summary>Wakes the deliveries that wait for the reply to a message.</summary>
    public void Tell(string message)
    {
        foreach (var (news, awaited) in _awaited)
        {
            if (awaited == message)
            {
                news.Tell();
            }
        }
    }

    /// <summary>The signal that one delivery waits for.</summary>
    internal sealed class News(AwaitedReplies replies) : IDisposable
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isHeard;

        public void Tell() => _told.TrySetResult();

        /// <summary>
        /// Waits for the signal, at most for a pause. A signal that came before does not shorten the pause, so that no loop polls Redis
        /// without one.
        /// </summary>
        public async Task NextAsync(TimeSpan pause, TimeProvider clock, CancellationToken cancellationToken)
        {
            var wait = _isHeard ? Task.Delay(pause, clock, cancellationToken) : _told.Task.WaitAsync(pause, clock, cancellationToken);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _isHeard = _told.Task.IsCompleted;
        }

        public void Dispose() => replies._awaited.TryRemove(this, out _);
    }
}
