using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Minutes;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Tests.Minutes;

public sealed class PushMinutesTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(3);

    private readonly FakeTimeProvider _clock = new();
    private readonly PushMinutes _minutes;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public PushMinutesTests()
    {
        _minutes = new PushMinutes(_clock);
        _minutes.Serve(["shop", "other"]);
    }

    [Fact]
    public void A_whole_minute_has_its_pushes_by_outcome()
    {
        End("shop", PushOutcome.Replied, Quick);
        End("SHOP", PushOutcome.Replied, Quick);
        End("shop", PushOutcome.Late, TimeSpan.FromSeconds(4.5));
        End("nobody", PushOutcome.Replied, Quick);
        Assert.Equal(0, _minutes.Of("shop", 1)[0].Pushes);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var minute = Assert.Single(_minutes.Of("Shop", 1));

        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromMinutes(1), minute.At);
        Assert.Equal((3, 2, 1), (minute.Pushes, minute.Outcomes[PushOutcome.Replied], minute.Outcomes[PushOutcome.Late]));
        Assert.Equal(2, minute.Outcomes.Count);
        Assert.InRange(minute.P50.TotalMilliseconds, 2.8, 3.3);
        Assert.InRange(minute.P99.TotalMilliseconds, 4200, 4900);
        Assert.Equal(0, minute.MissedDeadlines);
        Assert.Equal(0, _minutes.Of("other", 1)[0].Pushes);
        Assert.Empty(_minutes.Of("nobody", 1));
    }

    [Fact]
    public void Refused_pushes_count_and_do_not_make_the_others_look_quicker()
    {
        End("shop", PushOutcome.Replied, TimeSpan.FromSeconds(1));
        for (var number = 0; number < 1000; number++)
        {
            End("shop", PushOutcome.Forged, TimeSpan.FromMilliseconds(0.1));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));

        var minute = _minutes.Of("shop", 1)[0];
        Assert.Equal(1001, minute.Pushes);
        Assert.InRange(minute.P50.TotalSeconds, 0.9, 1.1);
    }

    [Fact]
    public void An_answer_that_WeChat_did_not_wait_for_is_a_missed_deadline()
    {
        End("shop", PushOutcome.Replied, TimeSpan.FromSeconds(4.9));
        End("shop", PushOutcome.Replied, TimeSpan.FromSeconds(5));
        End("shop", PushOutcome.Unanswered, TimeSpan.FromSeconds(6));
        End("shop", PushOutcome.Abandoned, TimeSpan.FromSeconds(60));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, _minutes.Of("shop", 1)[0].MissedDeadlines);
    }

    [Fact]
    public void Three_hours_are_remembered_with_their_gaps_and_nothing_before()
    {
        for (var minute = 0; minute < 400; minute++)
        {
            for (var push = 0; push < minute % 3; push++)
            {
                End("shop", push == 0 ? PushOutcome.Replied : PushOutcome.Failed, Quick * (minute % 3));
            }

            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var all = _minutes.Of("shop", PushMinutes.Most);

        Assert.Equal(Enumerable.Range(220, 180).Select(minute => (long)(minute % 3)), all.Select(minute => minute.Pushes));
        Assert.Equal(
            Enumerable.Range(0, 180).Select(index => _clock.GetUtcNow() - TimeSpan.FromMinutes(180 - index)),
            all.Select(minute => minute.At));
        Assert.All(all, minute => Assert.Equal(minute.Pushes > 1, minute.Outcomes.ContainsKey(PushOutcome.Failed)));
        Assert.All(all.Where(minute => minute.Pushes == 0), minute => Assert.Equal(
            (TimeSpan.Zero, TimeSpan.Zero, 0), (minute.P50, minute.P99, minute.Outcomes.Count)));

        _clock.Advance(TimeSpan.FromMinutes(178));
        Assert.Equal([2, 0], _minutes.Of("shop", PushMinutes.Most).Take(2).Select(minute => minute.Pushes));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.All(_minutes.Of("shop", PushMinutes.Most), minute => Assert.Equal(0, minute.Pushes));
    }

    [Fact]
    public void A_service_that_a_reload_removed_is_gone_and_begins_anew_when_it_comes_back()
    {
        End("shop", PushOutcome.Replied, Quick);
        End("other", PushOutcome.Replied, Quick);
        _minutes.Serve(["other", "new"]);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_minutes.Of("shop", 5));
        Assert.Equal(1, _minutes.Of("other", 1)[0].Pushes);
        Assert.Equal(0, _minutes.Of("new", 1)[0].Pushes);

        _minutes.Serve(["shop"]);
        Assert.All(_minutes.Of("shop", 5), minute => Assert.Equal(0, minute.Pushes));
    }

    [Fact]
    public void A_clock_that_is_set_back_counts_no_minute_twice()
    {
        End("shop", PushOutcome.Replied, Quick);
        _clock.JumpTo(_clock.GetUtcNow() - TimeSpan.FromHours(1));
        End("shop", PushOutcome.Replied, Quick);
        _clock.Advance(TimeSpan.FromMinutes(1));
        End("shop", PushOutcome.Replied, Quick);
        _clock.Advance(TimeSpan.FromMinutes(100));

        // Those that were counted for minutes yet to come are forgotten.
        Assert.Equal(1, _minutes.Of("shop", PushMinutes.Most).Sum(minute => minute.Pushes));
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var outcomes = Enum.GetValues<PushOutcome>();
        for (var minute = 0; minute < 3; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Count(outcomes);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var push = 0; push < 10_000; push++)
        {
            End("shop", outcomes[push % outcomes.Length], Quick);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        // A new minute needs no room of its own either.
        var number = ServiceMinutes.NumberOf(_clock.GetUtcNow());
        var service = new ServiceMinutes();
        for (var minute = 0; minute < 3; minute++)
        {
            foreach (var outcome in outcomes)
            {
                service.Count(number + minute, outcome, Quick);
            }
        }

        before = GC.GetAllocatedBytesForCurrentThread();
        for (var minute = 3; minute < 1000; minute++)
        {
            service.Count(number + minute, outcomes[minute % outcomes.Length], Quick);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task No_push_is_lost_between_threads_also_when_it_ends_at_the_turn_of_a_minute()
    {
        const int threads = 4;
        const int turns = 50;
        const int each = 1000;
        var service = new ServiceMinutes();
        var first = ServiceMinutes.NumberOf(_clock.GetUtcNow());
        using var turn = new Barrier(threads);

        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var minute = 0; minute < turns; minute++)
                {
                    turn.SignalAndWait(Cancelled);
                    for (var push = 0; push < each; push++)
                    {
                        service.Count(first + minute - (push % 2), PushOutcome.Replied, Quick);
                    }
                }
            },
            Cancelled,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(threads * turns * each, service.Before(first + turns, turns + 1).Sum(minute => minute.Pushes));
    }

    private void End(string service, PushOutcome outcome, TimeSpan duration)
        => _minutes.Ended(service, outcome, duration, _clock.GetTimestamp());

    private void Count(PushOutcome[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            End("shop", outcome, Quick);
        }
    }
}
