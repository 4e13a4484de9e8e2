using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class RecordingsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Recordings _recordings;

    public RecordingsTests()
    {
        _recordings = new Recordings(_clock);
    }

    [Fact]
    public void With_nothing_under_way_nothing_is_waited_for()
    {
        _recordings.Begin().Dispose();

        Assert.True(_recordings.StopAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_host_stops_when_the_last_recording_has_ended()
    {
        var first = _recordings.Begin();
        var second = _recordings.Begin();
        var stop = _recordings.StopAsync(TestContext.Current.CancellationToken);

        first.Dispose();
        Assert.False(stop.IsCompleted);
        second.Dispose();

        await stop;
        Assert.Equal(0, _recordings.UnderWay);
    }

    [Fact]
    public async Task A_recording_that_hangs_is_waited_for_a_second()
    {
        _recordings.Begin();
        var stop = _recordings.StopAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(stop.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await stop;
    }

    [Fact]
    public async Task A_host_that_is_in_a_hurry_does_not_wait()
    {
        _recordings.Begin();
        using var hurry = new CancellationTokenSource();
        var stop = _recordings.StopAsync(hurry.Token);

        await hurry.CancelAsync();

        await stop;
    }
}
