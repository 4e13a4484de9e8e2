using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tests;

public sealed class LifetimeTests
{
    [Fact]
    public void A_lifetime_runs_out_by_the_monotonic_clock_and_not_below_zero()
    {
        var clock = new FakeTimeProvider();
        var lifetime = Lifetime.Start(TimeSpan.FromSeconds(100), clock);

        clock.JumpTo(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(60), lifetime.Remaining(clock));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(TimeSpan.Zero, lifetime.Remaining(clock));
    }

    [Fact]
    public void A_token_shows_itself_to_nobody()
    {
        var token = new Token("t0ken", Lifetime.Start(TimeSpan.FromHours(2), TimeProvider.System));

        Assert.Equal("***", token.ToString());
        Assert.DoesNotContain("t0ken", ((WeChatResult<Token>)token).ToString(), StringComparison.Ordinal);
    }
}
