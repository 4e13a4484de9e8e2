using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Exchange.Requests;

namespace WxYarpGateway.Transforms.Tests.Exchange.Requests;

public sealed class ArrivalsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_arrived_when_the_system_had_it_not_when_somebody_looked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancelled);
        using var server = await listener.AcceptSocketAsync(Cancelled);
        await client.GetStream().WriteAsync("POST"u8.ToArray(), Cancelled);
        await Eventually.HoldsAsync(() => server.Available == 4, "it is there", Cancelled);
        var sent = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancelled);

        var arrived = new Arrivals(TimeProvider.System).Of(ContextOf(server));

        // The kernel counts in ticks of some milliseconds.
        var late = TimeProvider.System.GetElapsedTime(sent, arrived);
        Assert.True(!OperatingSystem.IsLinux() || late < TimeSpan.FromMilliseconds(50), $"It was taken for {late} later.");
    }

    [Fact]
    public void A_connection_that_is_gone_and_one_that_nobody_knows_arrive_now()
    {
        var arrivals = new Arrivals(TimeProvider.System);
        var before = TimeProvider.System.GetTimestamp();
        var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Dispose();
        using var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        Assert.True(arrivals.Of(ContextOf(closed)) >= before);
        Assert.True(arrivals.Of(ContextOf(local)) >= before);
        Assert.True(arrivals.Of(new DefaultHttpContext()) >= before);
    }

    [Fact]
    public void With_another_time_it_is_that_times_now()
    {
        var clock = new FakeTimeProvider();
        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(clock.GetTimestamp(), new Arrivals(clock).Of(new DefaultHttpContext()));
    }

    private static DefaultHttpContext ContextOf(Socket socket)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IConnectionSocketFeature>(new Connection(socket));
        return context;
    }

    private sealed record Connection(Socket Socket) : IConnectionSocketFeature;
}
