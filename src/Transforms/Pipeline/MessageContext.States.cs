namespace WxYarpGateway.Transforms.Pipeline;

/// <content>What rooms keep with the message, each in a type of its own.</content>
public sealed partial class MessageContext
{
    private State? _states;

    /// <summary>Returns what was added of a type, or <see langword="null"/>.</summary>
    /// <typeparam name="T">A type of the caller's own, so that no other room's state is meant.</typeparam>
    public T? GetState<T>()
        where T : class
        => Find<T>(Volatile.Read(ref _states));

    /// <summary>Adds a state unless there is one of its type already; returns the one that the message has from now on. Safe to call from several threads.</summary>
    /// <typeparam name="T">A type of the caller's own, so that no other room's state is meant.</typeparam>
    /// <param name="state">The state to add.</param>
    public T GetOrAddState<T>(T state)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(state);
        while (true)
        {
            var first = Volatile.Read(ref _states);
            if (Find<T>(first) is { } present)
            {
                return present;
            }

            if (Interlocked.CompareExchange(ref _states, new State(state, first), first) == first)
            {
                return state;
            }
        }
    }

    private static T? Find<T>(State? state)
        where T : class
    {
        for (; state is not null; state = state.Next)
        {
            if (state.Value is T found)
            {
                return found;
            }
        }

        return null;
    }

    // A message has two or three, so a list is the fastest way to find one. No record: that would print the value.
    private sealed class State(object value, State? next)
    {
        public object Value => value;

        public State? Next => next;
    }
}
