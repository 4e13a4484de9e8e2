namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <content>What operators ask for: the counts and the dead letters.</content>
internal sealed partial class MemoryRedeliveryQueue
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueCount>> CountAsync(string? service, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            foreach (var queue in _services.Values)
            {
                queue.Dead.RemoveAll(dead => dead.DiedAt + RedeliveryTimes.Dead <= now);
            }

            var counts = service is null
                ? _services.Where(queue => queue.Value.Entries.Count + queue.Value.Dead.Count > 0)
                    .Select(queue => CountOf(queue.Key, queue.Value, now))
                : [_services.TryGetValue(service, out var found) ? CountOf(service, found, now) : QueueCount.None(service)];
            return new([.. counts]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(string service, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new([.. QueueOf(service).Dead.Take(most).Select(dead => dead.Letter)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> RequeueAsync(string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (now, number) = (Now, 0);
            var queue = QueueOf(service);
            foreach (var dead in queue.Dead.Where(dead => id is null || dead.Letter.Id == id).ToList())
            {
                var message = dead.Letter.Message;
                if (!_entries.ContainsKey(message.Id))
                {
                    if (queue.Entries.Count >= maxMessages)
                    {
                        break;
                    }

                    var entry = new MemoryEntry { Message = message, KeptAt = now, Due = now, Dies = now + maxAge };
                    _entries[message.Id] = entry;
                    queue.Entries.Add(entry);
                    _over.Remove(message.Id);
                }

                queue.Dead.Remove(dead);
                number++;
            }

            return new(number);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteDeadAsync(string service, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(QueueOf(service).Dead.RemoveAll(dead => dead.Letter.Id == id) > 0);
        }
    }

    private static QueueCount CountOf(string service, MemoryServiceQueue queue, TimeSpan now)
    {
        var leased = queue.Entries.Count(entry => entry.IsLeasedAt(now));
        TimeSpan? oldest = queue.Entries.Count > 0 ? now - queue.Entries.Min(entry => entry.KeptAt) : null;
        return new QueueCount(service, queue.Entries.Count - leased, leased, queue.Dead.Count, oldest);
    }
}
