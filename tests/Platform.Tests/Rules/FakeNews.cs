using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Platform.Tests.Rules;

/// <summary>A channel of the store between the replicas of a test.</summary>
internal sealed class FakeNews : IStoreNews
{
    private readonly Lock _gate = new();
    private readonly List<(string Topic, Action<string> Heard)> _listeners = [];

    public IDisposable Subscribe(string topic, Action<string> heard)
    {
        var listener = (topic, heard);
        lock (_gate)
        {
            _listeners.Add(listener);
        }

        return new Subscription(() =>
        {
            lock (_gate)
            {
                _listeners.Remove(listener);
            }
        });
    }

    public ValueTask<bool> PublishAsync(string topic, string text, CancellationToken cancellationToken)
    {
        List<(string Topic, Action<string> Heard)> listeners;
        lock (_gate)
        {
            listeners = [.. _listeners.Where(listener => listener.Topic == topic)];
        }

        listeners.ForEach(listener => listener.Heard(text));
        return ValueTask.FromResult(true);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
