namespace WxYarpGateway.TokenService.Store.Durable;

/// <summary>Keeps the values of a gateway that runs alone. They end with the process.</summary>
internal sealed class MemoryDurableStore : IDurableStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Book, string Name), byte[]> _values = [];

    public ValueTask WriteAsync(string book, string name, byte[] value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _values[(book, name)] = value;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<byte[]?> ReadAsync(string book, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_values.GetValueOrDefault((book, name)));
        }
    }

    public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAllAsync(string book, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyDictionary<string, byte[]>>(
                _values.Where(entry => entry.Key.Book == book).ToDictionary(entry => entry.Key.Name, entry => entry.Value));
        }
    }

    public ValueTask RemoveAsync(string book, string name, byte[] value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_values.TryGetValue((book, name), out var current) && current.AsSpan().SequenceEqual(value))
            {
                _values.Remove((book, name));
            }
        }

        return ValueTask.CompletedTask;
    }
}
