using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.Transforms.Tests.Exchange;

public sealed class ExchangeBodyTests
{
    private const int Limit = 65_536;

    private readonly HttpResponse _head = new DefaultHttpContext().Response;

    [Fact]
    public async Task What_is_written_in_any_way_is_taken_up_in_order()
    {
        using var body = new ExchangeBody(_head);

        body.Write("a"u8);
        body.Write("xbx"u8.ToArray(), 1, 1);
#pragma warning disable CA1835 // YARP may call either.
        await body.WriteAsync("xcx"u8.ToArray(), 1, 1, TestContext.Current.CancellationToken);
#pragma warning restore CA1835
        await body.WriteAsync("d"u8.ToArray().AsMemory(), TestContext.Current.CancellationToken);
        body.WriteByte((byte)'e');
        body.Flush();
        await body.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal("abcde"u8, body.Written.Span);
        Assert.False(body.IsTooLarge);
    }

    [Theory]
    [InlineData(Limit)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void An_answer_of_64_KiB_is_taken_up_and_one_byte_more_is_not(int chunk)
    {
        using var body = new ExchangeBody(_head);
        for (var written = 0; written < Limit; written += chunk)
        {
            body.Write(new byte[Math.Min(chunk, Limit - written)]);
        }

        Assert.Equal(Limit, body.Written.Length);
        Assert.False(body.IsTooLarge);

        Assert.Throws<IOException>(() => body.WriteByte(1));
        Assert.True(body.IsTooLarge);
        Assert.Equal(Limit, body.Written.Length);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_at_once_breaks_the_call_off()
    {
        using var body = new ExchangeBody(_head);
        _head.StatusCode = 202;

        await Assert.ThrowsAsync<IOException>(
            async () => await body.WriteAsync(new byte[Limit + 1], TestContext.Current.CancellationToken));

        _head.StatusCode = 502;

        Assert.Equal((true, 202), (body.IsTooLarge, body.TooLargeStatus));
        Assert.True(body.Written.IsEmpty);
    }

    [Fact]
    public void It_can_only_be_written()
    {
        using var body = new ExchangeBody(_head);

        Assert.True(body.CanWrite);
        Assert.False(body.CanRead);
        Assert.False(body.CanSeek);
        Assert.Throws<NotSupportedException>(() => body.ReadByte());
        Assert.Throws<NotSupportedException>(() => body.Length);
        Assert.Throws<NotSupportedException>(() => body.Position = 0);
        Assert.Throws<NotSupportedException>(() => body.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => body.SetLength(0));
    }
}
