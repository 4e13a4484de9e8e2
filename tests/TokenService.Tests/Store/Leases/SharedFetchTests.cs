using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Leases;

/// <summary>The steps, for a value that is nothing but text; several replicas share the store and the leases.</summary>
public sealed class SharedFetchTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLogs _logs = new();
    private readonly LoggerFactory _loggers = new();
    private readonly SharedStore _shared;
    private readonly SharedFetch _fetch;
    private readonly Text _value;

    public SharedFetchTests()
    {
        _loggers.AddProvider(_logs);
        var guard = new StoreGuard(_clock, _loggers.CreateLogger<StoreGuard>());
        _shared = new SharedStore(_clock);
        _fetch = new SharedFetch(new GuardedLeases(_shared.Leases, guard), _clock, _loggers.CreateLogger<SharedFetch>());
        _value = new Text(new GuardedStore(_shared.Store, guard));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task The_order_is_memory_store_lease_store_ask_write_release()
    {
        Assert.Equal("asked", await GetAsync());

        Assert.Equal(["get", "acquire", "get", "replace", "release"], _shared.Calls);
        Assert.Equal(("asked", 1), ((await _shared.MemoryStore.GetAsync(Text.Key, Cancelled))?.Text, _value.Asked));
    }

    [Fact]
    public async Task What_is_in_memory_needs_no_store()
    {
        _value.InMemory = "mine";

        Assert.Equal("mine", await GetAsync());
        Assert.Empty(_shared.Calls);
    }

    [Fact]
    public async Task What_is_in_the_store_needs_no_lease()
    {
        await WriteAsync("stored");

        Assert.Equal("stored", await GetAsync());
        Assert.Equal(["get"], _shared.Calls);
        Assert.Equal(0, _value.Asked);
        Assert.Empty(_value.Waits);
    }

    [Fact]
    public async Task A_value_written_just_before_the_lease_was_taken_is_used()
    {
        _shared.Error = _ => _shared.Calls[^1] == "acquire" ? WriteAsync("stored") : Task.CompletedTask;

        Assert.Equal("stored", await GetAsync());
        Assert.Equal(["get", "acquire", "get", "release"], _shared.Calls);
        Assert.Equal(0, _value.Asked);
    }

    [Fact]
    public async Task A_hundred_replicas_ask_once()
    {
        var all = Enumerable.Range(0, 100).Select(_ => Task.Run(() => GetAsync(), Cancelled));

        var results = await Some.WhileTimePassesAsync(_clock, Task.WhenAll(all), Cancelled);

        Assert.All(results, result => Assert.Equal("asked", result));
        Assert.Equal(1, _value.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replica_without_the_lease_waits_for_the_owners_value(bool isTold)
    {
        _value.Change = isTold ? new TaskCompletionSource() : null;
        var lease = await _shared.MemoryLeases.TryAcquireAsync(Text.Key, TimeSpan.FromSeconds(15), Cancelled);
        var waiting = GetAsync();
        await Eventually.HoldsAsync(() => _clock.WaitingTimers > 0, "the replica waits", Cancelled);

        await _shared.MemoryStore.ReplaceAsync(lease!, StoredValue.OfText("owner's", TimeSpan.FromHours(1)), Cancelled);
        if (isTold)
        {
            // No time passes: the news wakes the replica.
            _value.Change!.SetResult();
        }
        else
        {
            _clock.Advance(TimeSpan.FromMilliseconds(25));
        }

        Assert.Equal("owner's", await waiting);
        Assert.Equal(0, _value.Asked);
        Assert.Single(_value.Waits);
    }

    [Fact]
    public async Task A_replica_gives_up_after_five_seconds_and_goes_on_when_the_lease_has_expired()
    {
        await _shared.MemoryLeases.TryAcquireAsync(Text.Key, TimeSpan.FromSeconds(15), Cancelled);

        Assert.Equal("timed out", await Some.WhileTimePassesAsync(_clock, GetAsync(), Cancelled));
        Assert.InRange(Assert.Single(_value.Waits), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5));
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("asked", await GetAsync());
    }

    [Fact]
    public async Task An_owner_that_lost_its_lease_uses_what_the_next_owner_wrote()
    {
        _value.WhileAsking = async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(15));
            await WriteAsync("next owner's");
        };

        Assert.Equal("next owner's", await GetAsync());
        Assert.Contains("Warning LeaseLost", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_that_lost_its_lease_to_one_who_has_not_written_goes_on_without_it()
    {
        _value.WhileAsking = async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(15));
            await _shared.MemoryLeases.TryAcquireAsync(Text.Key, TimeSpan.FromSeconds(15), Cancelled);
        };

        Assert.Equal("asked, without lease", await GetAsync());
        Assert.Null(await _shared.MemoryStore.GetAsync(Text.Key, Cancelled));
    }

    [Theory]
    [InlineData("get", "alone", 0, "StoreUnavailable")]
    [InlineData("acquire", "alone", 0, "StoreUnavailable")]
    [InlineData("replace", "asked, unwritten", 1, "NotWritten")]
    [InlineData("release", "asked", 1, "NotReleased")]
    public async Task A_store_that_fails_at_any_step_ends_nothing(string step, string expected, int asked, string log)
    {
        _shared.Error = _ => _shared.Calls[^1] == step ? throw new IOException("gone") : Task.CompletedTask;

        Assert.Equal(expected, await GetAsync());
        Assert.Equal(asked, _value.Asked);
        Assert.Contains("Warning " + log, _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lease_is_released_when_asking_fails_or_is_cancelled()
    {
        _value.WhileAsking = () => throw new NotSupportedException("a bug");
        await Assert.ThrowsAsync<NotSupportedException>(() => GetAsync());
        using var stopping = new CancellationTokenSource();
        _value.WhileAsking = async () =>
        {
            await stopping.CancelAsync();
            stopping.Token.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fetch.GetAsync(_value, stopping.Token));

        Assert.NotNull(await _shared.MemoryLeases.TryAcquireAsync(Text.Key, TimeSpan.FromSeconds(15), Cancelled));
    }

    [Fact]
    public async Task A_replica_that_waits_can_be_cancelled()
    {
        await _shared.MemoryLeases.TryAcquireAsync(Text.Key, TimeSpan.FromSeconds(15), Cancelled);
        using var stopping = new CancellationTokenSource();
        var waiting = _fetch.GetAsync(_value, stopping.Token);
        await Eventually.HoldsAsync(() => _clock.WaitingTimers > 0, "the replica waits", Cancelled);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<string> GetAsync() => _fetch.GetAsync(_value, Cancelled);

    private async Task WriteAsync(string text) =>
        await _shared.MemoryStore.SetAsync(Text.Key, StoredValue.OfText(text, TimeSpan.FromHours(1)), Cancelled);

    private sealed class Text(IExpiringStore store) : SharedValue<string>(Key, "text", "shop")
    {
        public new const string Key = "v1:text";

        private int _asked;

        public int Asked => _asked;

        public string? InMemory { get; set; }

        public TaskCompletionSource? Change { get; set; }

        public Func<Task>? WhileAsking { get; set; }

        public List<TimeSpan> Waits { get; } = [];

        public override Task? NextChange => Change?.Task;

        public override string? FromMemory() => InMemory;

        public override async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
            => (await store.GetAsync(Key, cancellationToken))?.Text;

        public override async ValueTask<string> AskAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await (WhileAsking?.Invoke() ?? Task.CompletedTask);
            return "asked";
        }

        public override async ValueTask<string?> WriteAsync(Lease lease, string asked, CancellationToken cancellationToken) =>
            await store.ReplaceAsync(lease, StoredValue.OfText(asked, TimeSpan.FromHours(1)), cancellationToken) ? asked : null;

        public override string KeepUnwritten(string asked) => asked + ", unwritten";

        public override string KeepWithoutLease(string asked) => asked + ", without lease";

        public override ValueTask<string> AskAloneAsync(CancellationToken cancellationToken) => ValueTask.FromResult("alone");

        public override string TimedOut() => "timed out";

        public override void OnWaited(TimeSpan time)
        {
            lock (Waits)
            {
                Waits.Add(time);
            }
        }
    }
}
