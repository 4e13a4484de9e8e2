using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>The store that several replicas of a test share, and that the test can take away from them.</summary>
internal sealed class SharedStore
{
    public SharedStore(FakeTimeProvider clock)
    {
        MemoryLeases = new MemoryLeases(clock);
        MemoryStore = new MemoryStore(MemoryLeases, clock);
        Store = new FailingStore(MemoryStore, this);
        Leases = new FailingLeases(MemoryLeases, this);
    }

    public MemoryLeases MemoryLeases { get; }

    public MemoryStore MemoryStore { get; }

    public IExpiringStore Store { get; }

    public ILeases Leases { get; }

    /// <summary>Gets or sets what happens instead of a call to the store; null lets it through.</summary>
    public Func<CancellationToken, Task>? Error { get; set; }

    /// <summary>Gets or sets a value indicating whether nothing can be written, though the store answers.</summary>
    public bool TakesNothing { get; set; }

    /// <summary>Gets or sets a value indicating whether replicas are not told of writes any more.</summary>
    public bool LosesNews { get; set; }

    /// <summary>Gets or sets how long leases really last, for owners that are slower than theirs; null for what was asked.</summary>
    public TimeSpan? LeaseDuration { get; set; }

    /// <summary>Gets the names of the calls that were made, failed ones included.</summary>
    public List<string> Calls { get; } = [];

    public async Task EnterAsync(string name, CancellationToken cancellationToken)
    {
        lock (Calls)
        {
            Calls.Add(name);
        }

        if (TakesNothing && name is not ("get" or "release" or "durable"))
        {
            throw new InvalidOperationException("full");
        }

        if (Error is { } error)
        {
            await error(cancellationToken);
        }
    }

    public int CountOf(string name)
    {
        lock (Calls)
        {
            return Calls.Count(call => call == name);
        }
    }
}
