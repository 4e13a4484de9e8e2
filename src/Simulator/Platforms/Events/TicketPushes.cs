using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>Pushes a ticket to each platform every ten minutes, until its event URL no longer answers as WeChat wants.</summary>
internal sealed class TicketPushes(PlatformPusher pusher, LaterPushes later, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, ITimer> _timers = new(StringComparer.Ordinal);

    /// <summary>Begins a platform's intervals anew, with the first push at once.</summary>
    public void Begin(PlatformState state)
    {
        var interval = state.Settings.Switches.TicketInterval;
        var timer = clock.CreateTimer(_ => PushLater(state), null, interval, interval);
        _timers.AddOrUpdate(state.AppId, timer, (_, old) =>
        {
            old.Dispose();
            return timer;
        });
        PushLater(state);
    }

    /// <summary>Turns a platform's tickets on. Returns false when they were on already, so that nothing changes.</summary>
    public bool Start(PlatformState state)
    {
        if (!state.TicketPushing.Start())
        {
            return false;
        }

        Begin(state);
        return true;
    }

    /// <summary>Pushes one ticket now, whether tickets are on or not; to both URLs of the platform at once.</summary>
    public async Task<PushResult?> PushAsync(PlatformState state, CancellationToken cancellationToken)
    {
        var message = PlatformEvent.Ticket(state.IssueTicket());
        var test = state.Settings.TestEventUrl is { } url
            ? pusher.PushAsync(state, message, new PushOptions { Url = url, MaxDeliveries = 1 }, cancellationToken)
            : null;
        var result = await pusher.PushAsync(state, message, options: null, cancellationToken);
        if (result is not null)
        {
            state.TicketPushing.Count(PlatformPusher.IsSuccess(result), state.Settings.Switches.WrongAnswersUntilSilence);
        }

        await (test ?? Task.CompletedTask);
        return result;
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }
    }

    private void PushLater(PlatformState state)
    {
        if (state.TicketPushing.IsOn && (state.Settings.EventUrl ?? state.Settings.TestEventUrl) is not null)
        {
            later.Run(state.AppId, cancellationToken => PushAsync(state, cancellationToken));
        }
    }
}
