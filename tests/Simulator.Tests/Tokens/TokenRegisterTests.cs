using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Tokens;

public sealed class TokenRegisterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SimulatedAccount _account = new() { AppId = "wx1" };
    private readonly TokenRegister _tokens;

    public TokenRegisterTests() => _tokens = new TokenRegister(_clock);

    [Fact]
    public void A_classic_call_gives_a_new_token_and_the_old_one_lives_five_minutes()
    {
        var first = Classic();
        _clock.Advance(TimeSpan.FromMinutes(30));
        var second = Classic();

        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(7200, second.ExpiresIn);
        _clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(TokenState.Valid, _tokens.StateOf(first.Value));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(first.Value));
        Assert.Equal(TokenState.Valid, _tokens.StateOf(second.Value));
    }

    [Fact]
    public void Of_three_classic_tokens_in_a_row_the_first_is_invalid_at_once()
    {
        var first = Classic();
        var second = Classic();
        var third = Classic();

        Assert.Equal(
            [TokenState.NotLatest, TokenState.Valid, TokenState.Valid],
            [_tokens.StateOf(first.Value), _tokens.StateOf(second.Value), _tokens.StateOf(third.Value)]);
    }

    [Fact]
    public void An_expired_token_is_not_an_unknown_one()
    {
        var token = Classic();
        _clock.Advance(TimeSpan.FromSeconds(7199));
        Assert.Equal(TokenState.Valid, _tokens.StateOf(token.Value));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TokenState.Expired, _tokens.StateOf(token.Value));
    }

    [Fact]
    public void The_stable_token_stays_the_same_with_its_remaining_life_until_five_minutes_before_its_end()
    {
        var first = Stable();
        _clock.Advance(TimeSpan.FromSeconds(6899));
        var again = Stable();

        Assert.Equal((first.Value, 301), (again.Value, again.ExpiresIn));

        _clock.Advance(TimeSpan.FromSeconds(1));
        var next = Stable();

        Assert.NotEqual(first.Value, next.Value);
        Assert.Equal(7200, next.ExpiresIn);
        Assert.Equal(TokenState.Valid, _tokens.StateOf(first.Value));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotEqual(TokenState.Valid, _tokens.StateOf(first.Value));
        Assert.Equal(TokenState.Valid, _tokens.StateOf(next.Value));
    }

    [Fact]
    public void A_forced_refresh_invalidates_the_previous_token_at_once()
    {
        var first = Stable();
        var second = Stable(force: true);

        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(first.Value));
        Assert.Equal(TokenState.Valid, _tokens.StateOf(second.Value));
    }

    [Fact]
    public void A_forced_refresh_within_thirty_seconds_of_the_last_returns_the_same_token()
    {
        var first = Stable(force: true);
        _clock.Advance(TimeSpan.FromSeconds(29));
        var tooSoon = Stable(force: true);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var later = Stable(force: true);

        Assert.Equal((first.Value, 7171), (tooSoon.Value, tooSoon.ExpiresIn));
        Assert.NotEqual(first.Value, later.Value);
        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(first.Value));
    }

    [Fact]
    public void The_twenty_first_forced_refresh_of_a_day_is_refused_until_midnight_in_beijing()
    {
        _clock.JumpTo(new DateTimeOffset(2026, 1, 1, 15, 0, 0, TimeSpan.Zero));
        for (var count = 0; count < 20; count++)
        {
            Stable(force: true);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Null(_tokens.IssueStable(_account, forceRefresh: true));
        Assert.NotNull(_tokens.IssueStable(_account, forceRefresh: false));

        _clock.JumpTo(new DateTimeOffset(2026, 1, 1, 16, 0, 0, TimeSpan.Zero));
        Assert.NotNull(_tokens.IssueStable(_account, forceRefresh: true));
    }

    [Fact]
    public void The_two_token_apis_do_not_touch_each_other()
    {
        var stable = Stable();
        var classic = Classic();
        Stable(force: true);
        Classic();

        Assert.NotEqual(stable.Value, classic.Value);
        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(stable.Value));
        Assert.Equal(TokenState.Valid, _tokens.StateOf(classic.Value));
    }

    [Fact]
    public void A_revoked_token_is_not_given_out_again()
    {
        var stable = Stable();
        var classic = Classic();
        _tokens.Revoke("wx1");

        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(stable.Value));
        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(classic.Value));
        Assert.NotEqual(stable.Value, Stable().Value);
    }

    [Fact]
    public void A_token_that_expires_early_is_told_from_a_revoked_one_and_not_given_out_again()
    {
        var stable = Stable();
        var classic = Classic();
        _tokens.Expire("wx1");

        Assert.Equal(TokenState.Expired, _tokens.StateOf(stable.Value));
        Assert.Equal(TokenState.Expired, _tokens.StateOf(classic.Value));
        var next = Stable();
        Assert.NotEqual(stable.Value, next.Value);
        Assert.Equal(TokenState.Valid, _tokens.StateOf(next.Value));
    }

    [Fact]
    public void Revoking_one_account_leaves_the_other_alone()
    {
        var other = _tokens.IssueStable(new SimulatedAccount { AppId = "wx2" }, forceRefresh: false)!;
        _tokens.Revoke("wx1");

        Assert.Equal(TokenState.Valid, _tokens.StateOf(other.Value));
        Assert.Equal("wx2", _tokens.FindAppId(other.Value));
    }

    [Fact]
    public void The_daily_quota_ends_with_the_day_in_beijing()
    {
        _account.Switches.ClassicTokensPerDay = 1;
        _clock.JumpTo(new DateTimeOffset(2026, 1, 1, 15, 59, 59, TimeSpan.Zero));

        Assert.NotNull(_tokens.IssueClassic(_account));
        Assert.Null(_tokens.IssueClassic(_account));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(_tokens.IssueClassic(_account));
    }

    [Fact]
    public void An_unknown_token_differs_from_a_malformed_one()
    {
        Assert.Equal(TokenState.Malformed, _tokens.StateOf("abc"));
        Assert.Equal(TokenState.NotLatest, _tokens.StateOf(new string('a', 136)));
    }

    private TokenGrant Classic() => _tokens.IssueClassic(_account)!;

    private TokenGrant Stable(bool force = false) => _tokens.IssueStable(_account, force)!;
}
