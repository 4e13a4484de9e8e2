using System.Globalization;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.MiniPrograms.Tests.Sessions;

public sealed class SipHashTests
{
    /// <summary>
    /// Source: vectors_sip128 of the reference implementation, whose key is the bytes 0 to 15 and whose text is the bytes from 0 on.
    /// <c>openssl mac -macopt size:16 -macopt hexkey:000102030405060708090a0b0c0d0e0f -in FILE SIPHASH</c> prints the same.
    /// </summary>
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    [InlineData(7, "A1F1EBBED8DBC153C0B84AA61FF08239")]
    [InlineData(8, "3B62A9BA6258F5610F83E264F31497B4")]
    [InlineData(15, "5493E99933B0A8117E08EC0F97CFC3D9")]
    [InlineData(63, "5150D1772F50834A503E069A973FBD7C")]
    public void A_published_text_has_its_hash(int length, string expected)
    {
        var hash = new SipHash(0x0706050403020100, 0x0F0E0D0C0B0A0908).Of([.. Enumerable.Range(0, length).Select(number => (byte)number)]);

        Assert.Equal(ReversedBytes(expected), hash);
    }

    [Fact]
    public void Another_key_makes_another_hash()
        => Assert.NotEqual(new SipHash(1, 2).Of("text"u8), new SipHash(2, 2).Of("text"u8));

    private static UInt128 ReversedBytes(string hex)
        => UInt128.Parse(
            Convert.ToHexString([.. Convert.FromHexString(hex).Reverse()]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
