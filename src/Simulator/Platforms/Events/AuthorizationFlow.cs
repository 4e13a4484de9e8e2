using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>Authorizes an account to a platform, and tells the platform by its event.</summary>
internal sealed class AuthorizationFlow(PlatformPusher pusher, TimeProvider clock)
{
    /// <summary>Authorizes an account; <paramref name="afterwards"/> runs what happens after the browser was sent back.</summary>
    public async Task<AuthorizationResult> RunAsync(
        PlatformState state,
        SimulatedAccount account,
        string preAuthCode,
        AuthorizationOptions options,
        Action<Func<CancellationToken, Task>> afterwards,
        CancellationToken cancellationToken)
    {
        var granted = state.Authorize(account, options.PermissionSets);
        var (switches, pushes) = (state.Settings.Switches, new List<PushResult>());
        var timing = options.EventTiming ?? switches.EventTiming;
        if (granted.InfoType is { } infoType && timing != EventTiming.Never)
        {
            // Rendered once: a doubled event has the same CreateTime.
            var message = PlatformEvent.Authorized(infoType, account.AppId, granted, preAuthCode) with
            {
                CreatedAt = options.CreatedAt ?? clock.GetUtcNow(),
            };
            var announcement = new Announcement(
                state,
                message,
                options.EventDelay ?? switches.EventDelay,
                options.EventTimes ?? switches.EventTimes);
            if (timing == EventTiming.BeforeRedirect)
            {
                pushes.AddRange(await AnnounceAsync(announcement, cancellationToken));
            }
            else
            {
                afterwards(stopping => AnnounceAsync(announcement, stopping));
            }
        }

        return new AuthorizationResult(granted.Code, (int)switches.AuthorizationCodeLifetime.TotalSeconds, granted.InfoType, pushes);
    }

    private async Task<List<PushResult>> AnnounceAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var results = new List<PushResult>();
        await Task.Delay(announcement.Delay, clock, cancellationToken);
        for (var time = 0; time < announcement.Times; time++)
        {
            if (await pusher.PushAsync(announcement.State, announcement.Message, options: null, cancellationToken) is { } result)
            {
                results.Add(result);
            }
        }

        return results;
    }

    private sealed record Announcement(PlatformState State, PlatformEvent Message, TimeSpan Delay, int Times);
}
