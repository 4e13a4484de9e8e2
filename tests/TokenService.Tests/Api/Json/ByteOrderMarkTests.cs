using System.Text;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Tests.Api.Json;

public sealed class ByteOrderMarkTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "{}")]
    [InlineData("\uFEFF{}", "{}")]
    [InlineData("\uFEFF", "")]
    [InlineData("\uFEFF\uFEFF{}", "\uFEFF{}")]
    [InlineData(" \uFEFF{}", " \uFEFF{}")]
    public void One_mark_at_the_beginning_is_skipped(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(expected, Encoding.UTF8.GetString(ByteOrderMark.Skip(bytes.AsSpan())));
        Assert.Equal(expected, Encoding.UTF8.GetString(ByteOrderMark.Skip(bytes.AsMemory()).Span));
        Assert.Equal(bytes.Length - Encoding.UTF8.GetByteCount(expected), ByteOrderMark.LengthIn(bytes));
    }

    [Fact]
    public void Half_a_mark_is_none() => Assert.Equal(0, ByteOrderMark.LengthIn([0xEF, 0xBB]));
}
