using System.Threading.Channels;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Records the customer-service messages that WeChat accepted, in order.</summary>
public sealed class SentMessages
{
    private readonly Lock _gate = new();
    private readonly List<SentMessage> _all = [];
    private readonly Channel<SentMessage> _unread = Channel.CreateUnbounded<SentMessage>();

    /// <summary>Gets all messages, whether <see cref="NextAsync"/> returned them or not.</summary>
    public IReadOnlyList<SentMessage> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Returns the next message that it has not returned yet; waits for one when there is none.</summary>
    public ValueTask<SentMessage> NextAsync(CancellationToken cancellationToken) => _unread.Reader.ReadAsync(cancellationToken);

    internal void Add(SentMessage message)
    {
        lock (_gate)
        {
            _all.Add(message);
            _unread.Writer.TryWrite(message);
        }
    }
}
