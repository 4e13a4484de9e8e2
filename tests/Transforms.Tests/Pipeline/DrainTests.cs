using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class DrainTests
{
    private readonly Drain _drain = new();

    [Fact]
    public void Without_work_it_ends_at_once() => Assert.True(_drain.BeginAsync().IsCompleted);

    [Fact]
    public async Task It_ends_with_the_last_piece_of_work()
    {
        _drain.Enter();
        _drain.Enter();
        _drain.Leave();

        var drained = _drain.BeginAsync();
        Assert.Equal((1, false), (_drain.Count, drained.IsCompleted));
        _drain.Leave();

        await drained.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _drain.Count);
    }

    [Fact]
    public void Work_that_ended_before_does_not_end_the_drain()
    {
        _drain.Enter();
        _drain.Leave();
        _drain.Enter();

        Assert.False(_drain.BeginAsync().IsCompleted);
    }
}
