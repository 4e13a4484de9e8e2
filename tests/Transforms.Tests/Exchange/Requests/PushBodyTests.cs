using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Exchange.Requests;

namespace WxYarpGateway.Transforms.Tests.Exchange.Requests;

public sealed class PushBodyTests
{
    private const int Limit = 262_144;

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(1, 1, true)]
    [InlineData(100, 7, true)]
    [InlineData(Limit, 4_096, true)]
    [InlineData(Limit, 4_096, false)]
    [InlineData(Limit, 1_000_000, false)]
    [InlineData(Limit, 65_521, false)]
    public async Task A_push_within_the_limit_is_read_to_its_end(int length, int chunk, bool saysLength)
    {
        var content = Content(length);

        var body = await ReadAsync(Request(content, chunk, saysLength ? length : null));

        Assert.NotNull(body);
        Assert.Equal(content, body.Value.ToArray());
    }

    [Theory]
    [InlineData(Limit + 1, 4_096, true)]
    [InlineData(Limit + 1, 4_096, false)]
    [InlineData(Limit + 1, 1_000_000, false)]
    [InlineData(10_000_000, 65_521, false)]
    public async Task A_push_beyond_the_limit_is_not_read(int length, int chunk, bool saysLength)
    {
        using var content = new Chunks(Content(length), chunk);
        var request = Request(content, saysLength ? length : null);

        Assert.Null(await ReadAsync(request));
        Assert.InRange(content.Position, 0, saysLength ? 0 : Limit + chunk);
    }

    [Fact]
    public async Task The_servers_own_limit_is_lifted_where_it_can_be()
    {
        var request = Request(Content(10), 10, null);
        var limit = new ServerLimit { MaxRequestBodySize = 5 };
        request.HttpContext.Features.Set<IHttpMaxRequestBodySizeFeature>(limit);

        await ReadAsync(request);

        Assert.Null(limit.MaxRequestBodySize);
    }

    [Fact]
    public async Task The_servers_own_limit_is_left_alone_where_it_cannot_be_lifted()
    {
        var request = Request(Content(10), 10, null);
        var limit = new ServerLimit { MaxRequestBodySize = 5, IsReadOnly = true };
        request.HttpContext.Features.Set<IHttpMaxRequestBodySizeFeature>(limit);

        await ReadAsync(request);

        Assert.Equal(5, limit.MaxRequestBodySize);
    }

    [Fact]
    public async Task Reading_ends_when_the_client_hangs_up()
    {
        using var hangUp = new CancellationTokenSource();
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await PushBody.ReadAsync(Request(Content(10), 10, 10), TimeProvider.System, hangUp.Token));
    }

    [Fact]
    public async Task A_body_that_drips_in_is_given_up_after_five_seconds()
    {
        var clock = new FakeTimeProvider();
        var request = Request(new Drip(clock), null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await PushBody.ReadAsync(request, clock, TestContext.Current.CancellationToken));

        Assert.Equal(5_000, clock.GetElapsedTime(0).TotalMilliseconds);
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }

    private static HttpRequest Request(byte[] content, int chunk, long? length) => Request(new Chunks(content, chunk), length);

    private static HttpRequest Request(Stream content, long? length)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = content;
        request.ContentLength = length;
        return request;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request)
        => await PushBody.ReadAsync(request, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>A body that arrives in pieces.</summary>
    private sealed class Chunks(byte[] content, int size) : MemoryStream(content, writable: false)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return await base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
        }
    }

    /// <summary>A body of which a byte comes every tenth of a second, without end.</summary>
    private sealed class Drip(FakeTimeProvider clock) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            clock.Advance(TimeSpan.FromMilliseconds(100));
            cancellationToken.ThrowIfCancellationRequested();
            return 1;
        }
    }

    private sealed class ServerLimit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly { get; init; }

        public long? MaxRequestBodySize { get; set; }
    }
}
