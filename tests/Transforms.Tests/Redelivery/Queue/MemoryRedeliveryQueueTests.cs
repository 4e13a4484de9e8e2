using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery.Queue;

public sealed class MemoryRedeliveryQueueTests : RedeliveryQueueContract
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryRedeliveryQueue _queue;

    public MemoryRedeliveryQueueTests()
    {
        _queue = new MemoryRedeliveryQueue(_clock);
    }

    private protected override IRedeliveryQueue Queue => _queue;

    [Fact]
    public async Task Dead_letters_are_forgotten_after_a_week()
    {
        await _queue.KeepAsync(KeptMessages.Keep(KeptMessages.New(), maxAge: TimeSpan.Zero), Cancelled);
        await _queue.TakeAsync("a", 1, Cancelled);

        _clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(1, Assert.Single(await _queue.CountAsync(null, Cancelled)).Dead);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await _queue.CountAsync(null, Cancelled));
    }

    [Fact]
    public async Task What_another_queue_is_to_keep_is_told_with_what_is_left_of_its_time()
    {
        var message = KeptMessages.New();
        await _queue.KeepAsync(KeptMessages.Keep(message, TimeSpan.FromSeconds(30), most: 7), Cancelled);
        await _queue.KeepAsync(KeptMessages.Lease(KeptMessages.New()), Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var order = Assert.Single(_queue.Movable(10));

        Assert.Equal((message.Id, TimeSpan.FromSeconds(25), KeptMessages.Hour - TimeSpan.FromSeconds(5)),
            (order.Message.Id, order.Delay, order.MaxAge));
        _queue.Forget(message.Id);
        Assert.Equal([("shop", 1)], _queue.KeptByService(_ => true));
        Assert.Empty(_queue.KeptByService(_ => false));
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
