namespace WxYarpGateway.Console.Access;

/// <summary>Remembers the last changes until the console ends.</summary>
internal sealed class RecentChanges(TimeProvider clock) : IAuditHistory
{
    private const int Most = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<AuditedChange> _changes = [];

    /// <summary>Remembers a change, and forgets the oldest one when there are too many.</summary>
    public void Add(string who, string what, string target, string? detail)
    {
        lock (_gate)
        {
            _changes.Enqueue(new AuditedChange(clock.GetUtcNow(), who, what, target, detail));
            if (_changes.Count > Most)
            {
                _changes.Dequeue();
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditedChange>> ReadAsync(string what, string target, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AuditedChange>>([.. _changes
                .Where(change => change.What.StartsWith(what, StringComparison.Ordinal)
                    && change.Target.StartsWith(target, StringComparison.Ordinal))
                .Reverse()
                .Take(count)]);
        }
    }
}
