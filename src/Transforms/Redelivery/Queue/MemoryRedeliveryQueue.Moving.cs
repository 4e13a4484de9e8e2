namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <content>What moves into the store's queue: this queue takes its place while the store is away.</content>
internal sealed partial class MemoryRedeliveryQueue
{
    /// <summary>Returns the dead letters and the messages without a lease, as the other queue is to keep them.</summary>
    public IReadOnlyList<KeepOrder> Movable(int most)
    {
        lock (_gate)
        {
            var now = Now;
            var dead = _services.Values.SelectMany(
                queue => queue.Dead, (queue, dead) => OrderOf(dead.Letter.Message, TimeSpan.Zero, TimeSpan.Zero, queue.Most));
            var waiting =
                from entry in _entries.Values
                where !entry.IsLeasedAt(now)
                orderby entry.KeptAt
                select OrderOf(entry.Message, Later(entry.Due - now), Later(entry.Dies - now), QueueOf(entry.Message.Service).Most);
            return [.. dead.Concat(waiting).Take(most)];
        }
    }

    /// <summary>Removes a message that the other queue keeps now.</summary>
    public void Forget(string id)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(id, out var entry))
            {
                Remove(entry);
            }

            foreach (var queue in _services.Values)
            {
                queue.Dead.RemoveAll(dead => dead.Letter.Message.Id == id);
            }
        }
    }

    /// <summary>Returns the number of messages of each service that has any, dead letters included.</summary>
    /// <param name="counts">Returns whether an id counts.</param>
    public IReadOnlyList<(string Service, int Number)> KeptByService(Func<string, bool> counts)
    {
        lock (_gate)
        {
            return
            [
                .. from queue in _services
                   let waiting = queue.Value.Entries.Count(entry => counts(entry.Message.Id))
                   let number = waiting + queue.Value.Dead.Count(dead => counts(dead.Letter.Message.Id))
                   where number > 0
                   select (queue.Key, number),
            ];
        }
    }

    private static KeepOrder OrderOf(KeptMessage message, TimeSpan delay, TimeSpan maxAge, int most)
        => new(message, "", IsLeased: false, delay, maxAge, most);

    private static TimeSpan Later(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
