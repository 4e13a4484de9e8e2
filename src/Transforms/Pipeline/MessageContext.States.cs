namespace WxYarpGateway.Transforms.Pipeline;

/// <content>The states that transforms keep with the message, one of each type.</content>
public sealed partial class MessageContext
{
    private State? _states;

    /// <summary>Returns the message's state of a type, or <see langword="null"/> when none was added.</summary>
    /// <typeparam name="T">A type that only the caller uses as a state.</typeparam>
    public T? GetState<T>()
        where T : class
        => Find<T>(Volatile.Read(ref _states));

    /// <summary>Adds a state, unless the message already has one of its type. Safe to call from several threads.</summary>
    /// <typeparam name="T">A type that only the caller uses as a state.</typeparam>
    /// <param name="state">The state to add.</param>
    /// <returns>The added state, or the one that was there before.</returns>
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

    // A linked list is fastest: a message has two or three states. Not a record, because ToString would print the value.
    private sealed class State(object value, State? next)
    {
        public object Value => value;

        public State? Next => next;
    }
}
