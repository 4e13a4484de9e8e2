namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>A timer wheel with slots of ten milliseconds: any number of waits are added and removed at once. The caller locks.</summary>
internal sealed class DeadlineWheel(long frequency)
{
    private const int Slots = 512;

    private readonly DeadlineWait?[] _first = new DeadlineWait?[Slots];
    private readonly long _width = frequency / 100;
    private long _floor;

    /// <summary>Gets the number of waits.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a wait. One whose deadline has passed is due at the next call of <see cref="Take"/>.</summary>
    public void Add(DeadlineWait wait)
    {
        var slot = (int)(Math.Max(wait.Due / _width, _floor) % Slots);
        wait.Slot = slot;
        wait.Next = _first[slot];
        if (wait.Next is { } next)
        {
            next.Previous = wait;
        }

        _first[slot] = wait;
        Count++;
    }

    /// <summary>Removes a wait; returns <see langword="false"/> when the wheel does not have it.</summary>
    public bool Remove(DeadlineWait wait)
    {
        if (wait.Slot == DeadlineWait.NoSlot)
        {
            return false;
        }

        if (wait.Previous is { } previous)
        {
            previous.Next = wait.Next;
        }
        else
        {
            _first[wait.Slot] = wait.Next;
        }

        if (wait.Next is { } next)
        {
            next.Previous = wait.Previous;
        }

        (wait.Slot, wait.Previous, wait.Next) = (DeadlineWait.NoSlot, null, null);
        Count--;
        return true;
    }

    /// <summary>Removes the waits that are due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="delay">How much every deadline is advanced.</param>
    /// <param name="due">Receives the waits.</param>
    public void Take(long now, long delay, List<DeadlineWait> due)
    {
        foreach (var slot in SlotsUntil(now + delay))
        {
            for (var wait = _first[slot]; wait is not null;)
            {
                var next = wait.Next;
                if (wait.EndsAt(delay) <= now)
                {
                    Remove(wait);
                    due.Add(wait);
                }

                wait = next;
            }
        }

        _floor = Math.Max(_floor, now / _width);
    }

    /// <summary>Returns when the next wait is due, or the given time if that is earlier.</summary>
    public long NextDue(long delay, long latest)
    {
        var next = latest;
        foreach (var slot in SlotsUntil(latest + delay))
        {
            for (var wait = _first[slot]; wait is not null; wait = wait.Next)
            {
                next = Math.Min(next, wait.EndsAt(delay));
            }
        }

        return next;
    }

    private IEnumerable<int> SlotsUntil(long moment)
    {
        // A slot may also contain waits of a later turn of the wheel; the caller skips those.
        var last = Math.Min(moment / _width, _floor + Slots - 1);
        for (var turn = _floor; turn <= last; turn++)
        {
            yield return (int)(turn % Slots);
        }
    }
}
