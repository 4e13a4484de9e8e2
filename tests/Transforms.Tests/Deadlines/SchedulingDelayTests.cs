using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deadlines;

namespace WxYarpGateway.Transforms.Tests.Deadlines;

public sealed class SchedulingDelayTests : IDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly SchedulingDelay _delay;

    public SchedulingDelayTests()
    {
        _delay = new SchedulingDelay(_clock, _provider.GetRequiredService<IMeterFactory>());
    }

    public void Dispose() => _provider.Dispose();

    [Fact]
    public void What_was_seen_halves_every_five_seconds_and_less_than_that_changes_nothing()
    {
        _delay.Overslept(TimeSpan.FromMilliseconds(400));
        _clock.Advance(TimeSpan.FromSeconds(5));
        _delay.Overslept(TimeSpan.FromMilliseconds(199));

        Assert.Equal(200, _delay.Current.TotalMilliseconds, 3);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(100, _delay.Current.TotalMilliseconds, 3);
        _delay.Overslept(TimeSpan.FromMilliseconds(300));
        Assert.Equal(300, _delay.Current.TotalMilliseconds, 3);
    }

    [Fact]
    public void A_clock_that_goes_backwards_measures_nothing()
    {
        _delay.Overslept(TimeSpan.FromMilliseconds(-5));

        Assert.Equal(TimeSpan.Zero, _delay.Current);
    }

    [Fact]
    public void Work_that_still_waits_in_the_queue_has_waited_so_long_at_least()
    {
        var queue = new Queue<IThreadPoolWorkItem>();
        var delay = new SchedulingDelay(_clock, _provider.GetRequiredService<IMeterFactory>(), queue.Enqueue);

        delay.Probe();
        _clock.Advance(TimeSpan.FromMilliseconds(70));
        delay.Probe();
        Assert.Equal(70, delay.Current.TotalMilliseconds, 1);
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Single(queue).Execute();

        Assert.Equal(100, delay.Current.TotalMilliseconds, 1);
        delay.Probe();
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void It_is_shown_in_seconds()
    {
        var shown = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "wxgateway.scheduling.delay"
                    && instrument.Meter.Scope == _provider.GetRequiredService<IMeterFactory>())
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => shown.Add(value));
        listener.Start();
        _delay.Overslept(TimeSpan.FromMilliseconds(250));

        listener.RecordObservableInstruments();

        Assert.Equal(0.25, Assert.Single(shown), 6);
    }
}
