namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <content>What moves to another queue: this one stands in for it while that is away.</content>
internal sealed partial class MemoryRedeliveryQueue
{
    /// <summary>Returns dead letters, and messages that nobody is at work on, as another queue is to keep them.</summary>
    public IReadOnlyList<KeepOrder> Movable(int most)
    {
        lock (_gate)
        {
            var now = Now;
            var dead = _shelves.Values.SelectMany(shelf => shelf.Dead, (shelf, dead) => OrderOf(dead.Letter.Message, TimeSpan.Zero, TimeSpan.Zero, shelf.Most));
            var waiting = _entries.Values.Where(entry => !entry.IsHeldAt(now)).OrderBy(entry => entry.KeptAt)
                .Select(entry => OrderOf(entry.Message, Later(entry.Due - now), Later(entry.Dies - now), ShelfOf(entry.Message.Service).Most));
            return [.. dead.Concat(waiting).Take(most)];
        }
    }

    /// <summary>Lets go of a message that another queue keeps.</summary>
    public void Forget(string id)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(id, out var entry))
            {
                Remove(entry);
            }

            foreach (var shelf in _shelves.Values)
            {
                shelf.Dead.RemoveAll(dead => dead.Letter.Message.Id == id);
            }
        }
    }

    /// <summary>Returns how many messages are kept of each service that has any, dead letters among them.</summary>
    /// <param name="counts">Says of an id whether it counts.</param>
    public IReadOnlyList<(string Service, int Number)> KeptByService(Func<string, bool> counts)
    {
        lock (_gate)
        {
            return
            [
                .. from shelf in _shelves
                   let ids = shelf.Value.Entries.Select(entry => entry.Message.Id).Concat(shelf.Value.Dead.Select(dead => dead.Letter.Message.Id))
                   let number = ids.Count(counts)
                   where number > 0
                   select (shelf.Key, number),
            ];
        }
    }

    private static KeepOrder OrderOf(KeptMessage message, TimeSpan delay, TimeSpan maxAge, int most) => new(message, "", IsHeld: false, delay, maxAge, most);

    private static TimeSpan Later(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
