using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

/// <summary>What a client gets that sends too much or too slowly: a status, and a closed connection.</summary>
public sealed class ServerLimitsTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string, string> TooMuch() => new()
    {
        { $"GET /{new string('x', 8_192)} HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 414 " },
        { $"GET /wxplain?signature={new string('x', 8_192)} HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 414 " },
        { $"GET / HTTP/1.1\r\nHost: a\r\nX-Big: {new string('x', 33_000)}\r\n\r\n", "HTTP/1.1 431 " },
        { $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 100).Select(number => $"X-{number}: y\r\n"))}\r\n",
            "HTTP/1.1 431 " },
        { $"POST /wxplain HTTP/1.1\r\nHost: a\r\nContent-Length: 262145\r\n\r\n{new string('x', 1_000)}", "HTTP/1.1 413 " },
    };

    [Theory]
    [MemberData(nameof(TooMuch), DisableDiscoveryEnumeration = true)]
    public async Task Too_much_is_refused_and_the_connection_closed(string request, string status)
    {
        using var client = await RawClient.ConnectAsync(_rig.Gateway.Address);

        await client.TrySendAsync(request);
        var answer = await client.ReadToEndAsync();

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
        await IsStillThereAsync();
    }

    [Fact]
    public async Task Headers_that_do_not_come_to_an_end_are_waited_for_ten_seconds()
    {
        using var client = await RawClient.ConnectAsync(_rig.Gateway.Address);
        await client.TrySendAsync("GET / HTTP/1.1\r\nHost: a\r\n");
        var started = TimeProvider.System.GetTimestamp();
        var answer = client.ReadToEndAsync();

        while (!answer.IsCompleted)
        {
            await client.TrySendAsync("X-Slow: y\r\n");
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 9, 20);
        await IsStillThereAsync();
    }

    [Fact]
    public async Task A_push_that_drips_in_at_a_rate_that_the_server_allows_is_given_up_all_the_same()
    {
        using var client = await RawClient.ConnectAsync(_rig.Gateway.Address);
        await client.TrySendAsync(
            $"POST /{TestRig.Plain}?signature=a&timestamp=1&nonce=2 HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
        var started = TimeProvider.System.GetTimestamp();
        var answer = client.ReadToEndAsync();

        while (!answer.IsCompleted)
        {
            await client.TrySendAsync(new string('x', 200));
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", await answer, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 4.5, 15);
        Assert.Equal((1, 1), (_rig.Outcomes[TestRig.Plain, "Abandoned"], _rig.Outcomes.Of(TestRig.Plain)));
        await IsStillThereAsync();
    }

    [Fact]
    public async Task A_push_that_stalls_is_given_up()
    {
        using var client = await RawClient.ConnectAsync(_rig.Gateway.Address);
        await client.TrySendAsync($"POST /{TestRig.Plain} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");

        Assert.StartsWith("HTTP/1.1 408 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            () => _rig.Outcomes[TestRig.Plain, "Abandoned"] == 1, "it was counted", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(262_144, true)]
    [InlineData(262_145, false)]
    public async Task A_push_may_have_256_KiB_and_not_a_byte_more(int length, bool isTaken)
    {
        const string Start = "<xml><ToUserName>gh</ToUserName><FromUserName>o</FromUserName><CreateTime>1700000000</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId><Content>";
        const string End = "</Content></xml>";
        var body = Start + new string('x', length - Start.Length - End.Length) + End;
        Assert.Equal(length, Encoding.UTF8.GetByteCount(body));

        var result = await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"), new PushOptions { Body = body, MaxDeliveries = 1 });

        Assert.Equal(isTaken ? 200 : 413, result.Last.Status);
        Assert.Equal(isTaken ? 1 : 0, _rig.Backend.Calls.Count);
        Assert.Equal(isTaken ? 0 : 1, _rig.Outcomes[TestRig.Plain, "TooLarge"]);
    }

    [Fact]
    public async Task Nobody_speaks_HTTP_2_here()
    {
        using var client = await RawClient.ConnectAsync(_rig.Gateway.Address);

        // The preface and empty settings (RFC 9113, 3.4).
        await client.TrySendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
        var answer = await client.ReadToEndAsync();

        // HTTP_1_1_REQUIRED (0x0d) in a GOAWAY frame (type 7), or plainly a bad request.
        Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal)
            || (answer.Length >= 17 && answer[3] == 7 && answer[16] == '\r'), answer);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_others_go_on()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, ("Limits:Connections", "10"));
        var held = new List<RawClient>();
        for (var number = 0; number < 10; number++)
        {
            held.Add(await RawClient.ConnectAsync(rig.Gateway.Address));
            await held[^1].TrySendAsync("GET / HTTP/1.1\r\nHost: a\r\n");
        }

        using var extra = await RawClient.ConnectAsync(rig.Gateway.Address);
        Assert.Equal("", await extra.ReadToEndAsync());

        await held[0].TrySendAsync("Connection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", await held[0].ReadToEndAsync(), StringComparison.Ordinal);
        held.ForEach(client => client.Dispose());
        await Eventually.HoldsAsync(
            async () => (await rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"), new PushOptions { MaxDeliveries = 1 })).IsAnswered,
            "there was room again",
            TestContext.Current.CancellationToken);
    }

    private async Task IsStillThereAsync() => Assert.True((await _rig.PushAsync(TestRig.Echo, PushedMessage.Text("hi"))).IsAnswered);
}
