using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class CachedTokenTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(TokenEndpoint.Stable, 240, 300)]
    [InlineData(TokenEndpoint.Classic, 600, 720)]
    public void A_token_is_due_at_a_random_moment_ahead_of_its_expiry(TokenEndpoint endpoint, int latest, int earliest)
    {
        var held = Enumerable.Range(0, 200).Select(_ => Hold(endpoint, 7200)).ToArray();

        _clock.Advance(TimeSpan.FromSeconds(7200 - earliest - 1));
        Assert.DoesNotContain(held, token => token.IsDue(_clock.GetTimestamp()));
        _clock.Advance(TimeSpan.FromSeconds(1 + ((earliest - latest) / 2)));
        Assert.InRange(held.Count(token => token.IsDue(_clock.GetTimestamp())), 40, 160);
        _clock.Advance(TimeSpan.FromSeconds((earliest - latest) / 2));
        Assert.All(held, token => Assert.True(token.IsDue(_clock.GetTimestamp())));
    }

    [Fact]
    public void A_token_is_over_ten_seconds_before_WeChat_says_so()
    {
        var held = Hold(TokenEndpoint.Stable, 7200);

        _clock.Advance(TimeSpan.FromSeconds(7189));
        Assert.True(held.IsServable(_clock.GetTimestamp()));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(held.IsServable(_clock.GetTimestamp()));
        Assert.False(held.IsValid(_clock.GetTimestamp()));
    }

    [Fact]
    public void A_superseded_token_is_valid_but_not_served()
    {
        var held = Hold(TokenEndpoint.Stable, 7200);

        held.Supersede();

        Assert.True(held.IsValid(_clock.GetTimestamp()));
        Assert.False(held.IsServable(_clock.GetTimestamp()));
    }

    private CachedToken Hold(TokenEndpoint endpoint, int seconds) =>
        new(new Token("T", Lifetime.Start(TimeSpan.FromSeconds(seconds), _clock)), endpoint, _clock);
}
