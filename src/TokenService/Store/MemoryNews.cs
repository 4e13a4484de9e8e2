using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Tells the listeners of this process.</summary>
internal sealed partial class MemoryNews : IStoreNews
{
    private ImmutableList<Subscription> _subscriptions = [];

    public IDisposable Subscribe(string topic, Action<string> heard)
    {
        Check(topic);
        var subscription = new Subscription(this, topic, heard);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Add(one), subscription);
        return subscription;
    }

    public ValueTask<bool> PublishAsync(string topic, string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(topic);
        Tell(topic, text);
        return ValueTask.FromResult(true);
    }

    /// <summary>Tells the listeners of a topic.</summary>
    public void Tell(string topic, string text)
    {
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Topic == topic)
            {
                subscription.Heard(text);
            }
        }
    }

    /// <summary>Refuses a topic with a character that separates it from the text.</summary>
    /// <exception cref="ArgumentException">The topic has another character than letters, digits and hyphens.</exception>
    public static void Check(string topic)
    {
        if (!Topics().IsMatch(topic))
        {
            throw new ArgumentException($"'{topic}' is no topic: it must consist of letters, digits and hyphens.", nameof(topic));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex Topics();

    private sealed class Subscription(MemoryNews news, string topic, Action<string> heard) : IDisposable
    {
        public string Topic => topic;

        public Action<string> Heard => heard;

        public void Dispose() => ImmutableInterlocked.Update(ref news._subscriptions, static (all, one) => all.Remove(one), this);
    }
}
