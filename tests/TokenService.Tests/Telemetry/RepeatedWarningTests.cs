using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Tests.Telemetry;

public sealed class RepeatedWarningTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RepeatedWarning _warning;

    public RepeatedWarningTests()
    {
        _warning = new RepeatedWarning(_clock);
    }

    [Fact]
    public void The_first_is_due_at_once_and_then_one_a_minute_with_the_number_left_out()
    {
        Assert.True(_warning.IsDue(out var leftOut));
        Assert.Equal(0, leftOut);

        for (var second = 0; second < 59; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.False(_warning.IsDue(out _));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_warning.IsDue(out leftOut));
        Assert.Equal(59, leftOut);
        Assert.False(_warning.IsDue(out _));
    }

    [Fact]
    public void After_a_long_silence_nothing_was_left_out()
    {
        Assert.True(_warning.IsDue(out _));
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(_warning.IsDue(out var leftOut));
        Assert.Equal(0, leftOut);
    }

    [Fact]
    public void What_came_back_is_told_at_once()
    {
        Assert.True(_warning.IsDue(out _));
        Assert.False(_warning.IsDue(out _));

        _warning.Reset();

        Assert.True(_warning.IsDue(out var leftOut));
        Assert.Equal(1, leftOut);
    }

    [Fact]
    public async Task One_of_many_at_once_is_due()
    {
        var due = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _warning.IsDue(out var _))));

        Assert.Single(due, isDue => isDue);
    }
}
