using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.Exchange.Requests;

namespace WxYarpGateway.Transforms.Tests.Exchange.Requests;

public sealed class ArrivalsTests : IDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private TimeSpan? _age = TimeSpan.Zero;
    private int _asked;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _provider.Dispose();

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

        var arrived = new Arrivals(TimeProvider.System, Delay(TimeProvider.System)).Of(ContextOf(server));

        // The kernel counts in ticks of some milliseconds.
        var late = TimeProvider.System.GetElapsedTime(sent, arrived);
        Assert.True(!OperatingSystem.IsLinux() || late < TimeSpan.FromMilliseconds(50), $"It was taken for {late} later.");
    }

    [Fact]
    public void A_connection_that_is_gone_and_one_that_nobody_knows_arrive_now()
    {
        var arrivals = new Arrivals(TimeProvider.System, Delay(TimeProvider.System));
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
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(_clock.GetTimestamp(), new Arrivals(_clock, Delay(_clock)).Of(new DefaultHttpContext()));
    }

    [Fact]
    public void While_nothing_waits_the_kernel_is_asked_once_in_five_milliseconds()
    {
        var arrivals = Warm();

        for (var number = 0; number < 1_000; number++)
        {
            Assert.Equal(_clock.GetTimestamp(), Take(arrivals));
            _clock.Advance(TimeSpan.FromMicroseconds(100));
        }

        Assert.Equal(20, _asked);
    }

    [Fact]
    public void While_requests_wait_the_kernel_is_asked_for_each()
    {
        var arrivals = Warm();
        _age = TimeSpan.FromSeconds(2);

        for (var number = 1; number <= 100; number++)
        {
            Assert.Equal(2_000, _clock.GetElapsedTime(Take(arrivals)).TotalMilliseconds);
            Assert.Equal(number, _asked);
        }
    }

    [Fact]
    public void While_the_process_is_late_the_kernel_is_asked_for_each_though_the_last_one_did_not_wait()
    {
        var delay = Delay(_clock);
        var arrivals = Warm(delay);
        delay.Overslept(TimeSpan.FromMilliseconds(60));
        Take(arrivals);
        _age = TimeSpan.FromSeconds(1);

        Assert.Equal(1_000, _clock.GetElapsedTime(Take(arrivals)).TotalMilliseconds);
    }

    [Fact]
    public void While_the_process_is_new_the_kernel_is_asked_for_each()
    {
        var arrivals = new Arrivals(_clock, Delay(_clock), Ask);
        Take(arrivals);
        _age = TimeSpan.FromSeconds(1);

        Assert.Equal(1_000, _clock.GetElapsedTime(Take(arrivals)).TotalMilliseconds);
    }

    [Fact]
    public void A_request_that_was_sent_behind_a_slow_one_waited_for_it_on_its_connection()
    {
        var arrivals = Warm();
        var first = Take(arrivals);
        _clock.Advance(TimeSpan.FromSeconds(4.5));
        Take(arrivals);
        arrivals.Answered(first);
        Take(arrivals);
        _age = TimeSpan.FromSeconds(4.4);

        Assert.Equal(4_400, _clock.GetElapsedTime(Take(arrivals)).TotalMilliseconds, 3);
    }

    [Fact]
    public void Where_nobody_knows_the_kernel_is_asked_again()
    {
        var arrivals = Warm();
        _age = null;
        Assert.Equal(_clock.GetTimestamp(), Take(arrivals));
        _age = TimeSpan.FromSeconds(1);

        Assert.Equal(1_000, _clock.GetElapsedTime(Take(arrivals)).TotalMilliseconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void However_long_a_full_pool_takes_no_request_is_taken_for_much_later_than_it_came(int seed)
    {
        var arrivals = Warm();
        var random = new Random(seed);
        var queue = new Queue<long>();
        var (worst, taken) = (TimeSpan.Zero, 0);
        for (var step = 0; step < 20_000; step++)
        {
            // Requests come at some pace; now and then no thread takes any for up to four seconds, and then all that wait at once.
            for (var come = random.Next(4); come > 0; come--)
            {
                queue.Enqueue(_clock.GetTimestamp());
            }

            _clock.Advance(TimeSpan.FromMicroseconds(random.Next(1, 3_000)));
            if (random.Next(400) == 0)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(random.Next(4_000)));
            }

            for (var takes = random.Next(6); takes > 0 && queue.TryDequeue(out var came); takes--)
            {
                // As Linux tells it: in whole ticks.
                _age = TimeSpan.FromMilliseconds(Math.Floor(_clock.GetElapsedTime(came).TotalMilliseconds / 10) * 10);
                var late = _clock.GetElapsedTime(came, Take(arrivals));
                Assert.True(late >= TimeSpan.Zero, $"It came {late} after it was taken for.");
                worst = late > worst ? late : worst;
                taken++;
            }
        }

        Assert.True(worst <= Arrivals.Waited + Arrivals.Calm, $"One was taken for {worst} later than it came.");
        Assert.True(_asked < taken / 2, $"The kernel was asked {_asked} times for {taken} requests.");
    }

    private static long Take(Arrivals arrivals) => arrivals.Of(new DefaultHttpContext());

    private TimeSpan? Ask(HttpContext context)
    {
        _asked++;
        return _age;
    }

    private Arrivals Warm() => Warm(Delay(_clock));

    private Arrivals Warm(SchedulingDelay delay)
    {
        var arrivals = new Arrivals(_clock, delay, Ask);
        _clock.Advance(Arrivals.New);
        return arrivals;
    }

    private SchedulingDelay Delay(TimeProvider clock) => new(clock, _provider.GetRequiredService<IMeterFactory>());

    private static DefaultHttpContext ContextOf(Socket socket)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IConnectionSocketFeature>(new Connection(socket));
        return context;
    }

    private sealed record Connection(Socket Socket) : IConnectionSocketFeature;
}
