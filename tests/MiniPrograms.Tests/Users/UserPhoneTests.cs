using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Tests.Users;

public sealed class UserPhoneTests
{
    [Theory]
    [InlineData("86", "13580006666", "13580006666", "+86 13580006666")]
    [InlineData("+852", "51234567", "+85251234567", "+852 51234567")]
    public void A_phone_has_its_forms(string code, string number, string shown, string kept)
    {
        Assert.True(UserPhone.TryCreate(code, number, out var phone));

        Assert.Equal((shown, kept), (phone.Number, phone.Canonical));
        Assert.Equal(phone, UserPhone.Parse(kept));
        Assert.DoesNotContain(number, $"{phone}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("86", "")]
    [InlineData("86", "<script>")]
    [InlineData("8x", "1")]
    [InlineData(null, null)]
    [InlineData("86", "123456789012345678901234567890123")]
    public void Other_text_is_none(string? code, string? number) => Assert.False(UserPhone.TryCreate(code, number, out _));

    [Theory]
    [InlineData("+8613580006666", "+86 13580006666")]
    [InlineData("13580006666", "+86 13580006666")]
    [InlineData("+1 202 555 0123", "+1 2025550123")]
    public void A_number_is_found_however_it_is_typed(string typed, string kept) => Assert.Contains(kept, UserPhone.FormsOf(typed));
}
