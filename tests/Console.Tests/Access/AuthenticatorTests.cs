using WxYarpGateway.Console.Access.Accounts;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class AuthenticatorTests
{
    // RFC 6238, appendix B: the key is "12345678901234567890", and the codes are the last six of its eight digits.
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
        => Assert.Equal(code, Authenticator.Code(Key, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void A_code_is_good_beside_its_time_and_never_twice()
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var code = Authenticator.Code(Key, time);

        var step = Authenticator.Verify(Key, code, time.AddSeconds(30), null);

        Assert.NotNull(step);
        Assert.NotNull(Authenticator.Verify(Key, code, time.AddSeconds(-30), null));
        Assert.Null(Authenticator.Verify(Key, code, time.AddSeconds(90), null));
        Assert.Null(Authenticator.Verify(Key, code, time, step));
        Assert.Null(Authenticator.Verify(Key, "", time, null));
    }

    [Fact]
    public void Each_key_is_another_one() => Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Authenticator.NewKey()).Distinct().Count());
}
