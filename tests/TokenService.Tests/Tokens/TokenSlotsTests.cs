using System.Globalization;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class TokenSlotsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryLeases _leases;
    private readonly MemoryStore _store;
    private readonly TokenSlots _slots;

    public TokenSlotsTests()
    {
        _leases = new MemoryLeases(_clock);
        _store = new MemoryStore(_leases, _clock);
        _slots = new TokenSlots(_store, _clock);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _slots.Dispose();

    [Fact]
    public async Task News_of_a_token_reach_its_slot_and_no_other()
    {
        var (first, second) = (Slot("wx1"), Slot("wx2"));

        await WriteAsync(first.Key);

        Assert.True(first.Cached!.IsSuperseded);
        Assert.False(second.Cached!.IsSuperseded);
    }

    [Fact]
    public async Task A_slot_that_was_removed_gets_no_news_and_the_next_of_its_key_does()
    {
        var removed = Slot("wx1");
        _slots.Remove(removed);
        var next = Slot("wx1");

        // It is not there any more, so this removes nothing.
        _slots.Remove(removed);
        await WriteAsync(next.Key);

        Assert.NotSame(removed, next);
        Assert.False(removed.Cached!.IsSuperseded);
        Assert.True(next.Cached!.IsSuperseded);
        Assert.Same(next, Assert.Single(_slots.All));
    }

    [Fact]
    public async Task News_cost_the_same_however_many_slots_there_are()
    {
        await AllocatedByNewsAsync();
        var none = await AllocatedByNewsAsync();
        for (var number = 0; number < 1000; number++)
        {
            Slot("wx" + number.ToString(CultureInfo.InvariantCulture));
        }

        Assert.InRange(await AllocatedByNewsAsync(), 0, none + 1000);
    }

    private TokenSlot Slot(string appId)
    {
        var slot = _slots.For(Some.Account(appId: appId));
        slot.Cache(new Token("OLD", Lifetime.Start(TimeSpan.FromHours(2), _clock)));
        return slot;
    }

    private async Task<long> AllocatedByNewsAsync()
    {
        var lease = await _leases.TryAcquireAsync("v1:something-else", TimeSpan.FromSeconds(15), Cancelled);
        var before = GC.GetAllocatedBytesForCurrentThread();

        // The memory store raises its event on the caller's thread.
        var write = _store.ReplaceAsync(lease!, StoredValue.OfText("NEW", TimeSpan.FromHours(2)), Cancelled).AsTask();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(await write);
        await _leases.ReleaseAsync(lease!, Cancelled);
        return allocated;
    }

    private async Task WriteAsync(string key)
    {
        var lease = await _leases.TryAcquireAsync(key, TimeSpan.FromSeconds(15), Cancelled);
        Assert.True(await _store.ReplaceAsync(lease!, StoredValue.OfText("NEW", TimeSpan.FromHours(2)), Cancelled));
        await _leases.ReleaseAsync(lease!, Cancelled);
    }
}
