using System.Globalization;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.TokenService.Tests.Codes;

public sealed class MemoryOAuthStoreTests : OAuthStoreContract
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task However_much_is_put_in_only_the_newest_are_kept()
    {
        var store = Create();
        for (var number = 0; number < MemoryOAuthStore.Capacity + 10; number++)
        {
            await store.AddAsync(number.ToString(CultureInfo.InvariantCulture), [1], TimeSpan.FromMinutes(5), Cancelled);
        }

        Assert.Null(await store.GetAsync("9", Cancelled));
        Assert.NotNull(await store.GetAsync("10", Cancelled));
    }

    [Fact]
    public async Task Writing_one_thing_over_and_over_drives_out_nothing_but_what_is_old()
    {
        var store = Create();
        await store.SetAsync("same", [0], TimeSpan.FromMinutes(5), Cancelled);
        for (var number = 0; number < MemoryOAuthStore.Capacity * 2; number++)
        {
            await store.SetAsync("same", [1], TimeSpan.FromMinutes(5), Cancelled);
        }

        Assert.Equal([1], await store.GetAsync("same", Cancelled));
    }

    private protected override IOAuthStore Create() => new MemoryOAuthStore(_clock);

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
