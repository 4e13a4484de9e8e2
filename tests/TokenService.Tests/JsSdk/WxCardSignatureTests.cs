using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.JsSdk;

namespace WxYarpGateway.TokenService.Tests.JsSdk;

public sealed class WxCardSignatureTests
{
    private const string Ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData("", "", "22dce6bad4db532d4a2ef82ca2ca7bbe1e10ef28")]
    [InlineData("random_code", "", "2e9c6d12952246e071717d7baeab20c30420b5cd")]
    [InlineData("", "random_openid", "ded860a5dd4467312764bd86e544ad0579cbfad0")]
    public void A_card_is_signed_over_what_is_there_of_it(string code, string openId, string expected)
        => Assert.Equal(
            new WxCardSignature("Wm3WZYTPz0wzccnW", 1414587457, expected),
            WxCardSignature.Sign(Ticket, "random_card_id", code, openId, "Wm3WZYTPz0wzccnW", 1414587457));

    [Fact]
    public void A_card_is_signed_now_with_a_random_text()
    {
        var signed = WxCardSignature.Sign(Ticket, "card", "", "oUser", _clock);

        Assert.Matches("^[0-9A-Za-z]{16}$", signed.NonceStr);
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), signed.Timestamp);
        Assert.Equal(signed, WxCardSignature.Sign(Ticket, "card", "", "oUser", signed.NonceStr, signed.Timestamp));
    }
}
