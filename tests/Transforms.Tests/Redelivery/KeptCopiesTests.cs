using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

public sealed class KeptCopiesTests : IAsyncDisposable
{
    private readonly Stage _stage = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task What_is_delivered_by_whomever_is_forgotten_here()
    {
        var message = KeptMessages.New();
        await _stage.Store.KeepAsync(KeptMessages.Keep(message));
        Assert.Equal(1, _stage.Copies.Count);

        await _stage.Shared.DoneAsync(message.Id, isRedelivery: true, Cancelled);
        await CompareAsync();

        Assert.Equal(0, _stage.Copies.Count);
    }

    [Fact]
    public async Task What_is_entered_anew_has_what_is_left_of_its_time()
    {
        var message = KeptMessages.New();
        await _stage.Store.KeepAsync(KeptMessages.Keep(message, maxAge: TimeSpan.FromSeconds(20)));
        _stage.Host.Clock.Advance(TimeSpan.FromSeconds(15));
        _stage.Shared.Forget(message.Id);
        await CompareAsync();
        Assert.Equal(1, (await _stage.CountAsync()).Waiting);

        _stage.Host.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Single((await _stage.Shared.TakeAsync("test", 1, Cancelled)).Dead);
    }

    [Fact]
    public async Task Many_are_entered_anew_in_rounds()
    {
        var messages = Enumerable.Range(0, 501).Select(_ => KeptMessages.New()).ToList();
        foreach (var message in messages)
        {
            await _stage.Store.KeepAsync(KeptMessages.Keep(message, most: 1000));
            _stage.Shared.Forget(message.Id);
        }

        await CompareAsync();
        Assert.Equal(500, (await _stage.CountAsync()).Waiting);

        await _stage.Copies.CompareAsync();
        Assert.Equal(501, (await _stage.CountAsync()).Waiting);
    }

    [Fact]
    public async Task What_somebody_is_at_work_on_and_what_is_kept_here_only_has_no_copy()
    {
        await _stage.Store.KeepAsync(KeptMessages.Lease(KeptMessages.New()));
        _stage.Queue.IsAway = true;
        await _stage.Store.KeepAsync(KeptMessages.Keep(KeptMessages.New(), TimeSpan.FromMinutes(1)));
        Assert.Equal(0, _stage.Copies.Count);

        // It has one as soon as it moves.
        _stage.Queue.IsAway = false;
        await _stage.Store.TakeAsync("test", 1);
        Assert.Equal(1, _stage.Copies.Count);
    }

    [Fact]
    public void There_are_no_more_than_fit()
    {
        for (var i = 0; i < 300; i++)
        {
            _stage.Copies.Put(KeptMessages.Keep(KeptMessages.New() with { Body = new byte[256 * 1024] }));
        }

        Assert.Equal(64 * 1024 * 1024 / (257 * 1024), _stage.Copies.Count);
    }

    [Fact]
    public async Task A_copy_takes_the_place_of_an_older_one()
    {
        var message = KeptMessages.New();
        await _stage.Store.KeepAsync(KeptMessages.Keep(message));

        await _stage.Store.KeepAsync(KeptMessages.Keep(message with { Attempts = 7 }));
        _stage.Shared.Forget(message.Id);
        await CompareAsync();

        Assert.Equal(1, _stage.Copies.Count);
        Assert.Equal(7, (await _stage.OnlyAsync()).Attempts);
    }

    private Task CompareAsync()
    {
        _stage.Host.Clock.Advance(RedeliveryTimes.Comparison);
        return _stage.Copies.CompareAsync();
    }
}
