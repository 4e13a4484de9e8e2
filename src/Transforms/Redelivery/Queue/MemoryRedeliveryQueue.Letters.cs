namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <content>What people ask: how many messages there are, and the dead letters.</content>
internal sealed partial class MemoryRedeliveryQueue
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueCount>> CountAsync(string? service, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            foreach (var shelf in _shelves.Values)
            {
                shelf.Dead.RemoveAll(dead => dead.DiedAt + RedeliveryTimes.Dead <= now);
            }

            var counts = service is null
                ? _shelves.Where(shelf => shelf.Value.Entries.Count + shelf.Value.Dead.Count > 0).Select(shelf => CountOf(shelf.Key, shelf.Value, now))
                : [_shelves.TryGetValue(service, out var own) ? CountOf(service, own, now) : QueueCount.None(service)];
            return new([.. counts]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(string service, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new([.. ShelfOf(service).Dead.Take(most).Select(dead => dead.Letter)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> RequeueAsync(string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (now, number) = (Now, 0);
            var shelf = ShelfOf(service);
            foreach (var dead in shelf.Dead.Where(dead => id is null || dead.Letter.Id == id).ToList())
            {
                var message = dead.Letter.Message;
                if (!_entries.ContainsKey(message.Id))
                {
                    if (shelf.Entries.Count >= maxMessages)
                    {
                        break;
                    }

                    var entry = new MemoryEntry { Message = message, KeptAt = now, Due = now, Dies = now + maxAge };
                    _entries[message.Id] = entry;
                    shelf.Entries.Add(entry);
                    _over.Remove(message.Id);
                }

                shelf.Dead.Remove(dead);
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
            return new(ShelfOf(service).Dead.RemoveAll(dead => dead.Letter.Id == id) > 0);
        }
    }

    private static QueueCount CountOf(string service, MemoryShelf shelf, TimeSpan now)
    {
        var held = shelf.Entries.Count(entry => entry.IsHeldAt(now));
        return new QueueCount(service, shelf.Entries.Count - held, held, shelf.Dead.Count, shelf.Entries.Count > 0 ? now - shelf.Entries.Min(entry => entry.KeptAt) : null);
    }
}
