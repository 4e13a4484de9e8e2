using WxYarpGateway.Platform.AuthorizationPages;

namespace WxYarpGateway.Platform.Tests.AuthorizationPages;

public sealed class InvitationTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_invitation_comes_back_as_it_was_made()
    {
        var invitation = new Invitation("wxp", 3, "wx1", ["1", "118"], "a state & more");

        var read = Invitation.Read(Key, invitation.Sign(Key, Now.AddDays(30)), "wxp", Now);

        Assert.Equal((3, "wx1", "a state & more"), (read!.AuthType, read.BizAppId, read.State));
        Assert.Equal(["1", "118"], read.Categories!);
    }

    [Fact]
    public void An_invitation_of_another_platform_is_none()
        => Assert.Null(Invitation.Read(Key, Invitation.ToAnybody("wxp").Sign(Key, Now.AddDays(1)), "wxq", Now));

    [Fact]
    public void The_state_of_a_browser_is_no_invitation()
    {
        var (state, _) = ReturnState.Make(Invitation.ToAnybody("wxp"), isFromPhone: false);

        Assert.Null(Invitation.Read(Key, state.Sign(Key, Now), "wxp", Now));
    }

    [Fact]
    public void A_state_is_for_the_browser_with_its_cookie()
    {
        var (state, cookie) = ReturnState.Make(Invitation.ToAnybody("wxp") with { State = "s" }, isFromPhone: false);
        var read = ReturnState.Read(Key, state.Sign(Key, Now), "wxp", Now)!;

        Assert.Equal("s", read.State);
        Assert.True(read.IsOf(cookie));
        Assert.False(read.IsOf(cookie + "x"));
        Assert.False(read.IsOf(""));
        Assert.False(read.IsOf(null));
    }

    [Fact]
    public void A_cookie_that_WeChats_own_browser_lost_is_forgiven_and_a_wrong_one_is_not()
    {
        var (state, cookie) = ReturnState.Make(Invitation.ToAnybody("wxp"), isFromPhone: true);

        Assert.True(state.IsOf(null));
        Assert.True(state.IsOf(cookie));
        Assert.False(state.IsOf("another"));
    }

    [Fact]
    public void A_state_is_over_after_half_an_hour()
    {
        var (state, _) = ReturnState.Make(Invitation.ToAnybody("wxp"), isFromPhone: true);
        var signed = state.Sign(Key, Now);

        Assert.NotNull(ReturnState.Read(Key, signed, "wxp", Now.AddMinutes(30).AddMilliseconds(-1)));
        Assert.Null(ReturnState.Read(Key, signed, "wxp", Now.AddMinutes(30)));
    }

    [Fact]
    public void Neither_shows_the_callers_state_to_a_log()
    {
        var (state, _) = ReturnState.Make(Invitation.ToAnybody("wxp") with { State = "secret" }, isFromPhone: false);

        Assert.DoesNotContain("secret", (Invitation.ToAnybody("wxp") with { State = "secret" }).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", state.ToString(), StringComparison.Ordinal);
    }
}
