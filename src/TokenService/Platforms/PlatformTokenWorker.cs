using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Spills;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Sees to what did not work at once: refresh tokens for the vault, news for the store, tickets that do not come.</summary>
internal sealed partial class PlatformTokenWorker : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    // Two and a half times the time between two.
    private static readonly TimeSpan LongestTicketAge = TimeSpan.FromMinutes(25);

    private readonly IPlatformAccounts _platforms;
    private readonly ComponentTickets _tickets;
    private readonly SpilledTokens _spills;
    private readonly AuthorizerTokens _tokens;
    private readonly SoleRenewal _soleRenewal;
    private readonly TokenSlots _slots;
    private readonly PlatformApi _api;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<PlatformTokenWorker> _logger;

    public PlatformTokenWorker(
        IPlatformAccounts platforms,
        ComponentTickets tickets,
        SpilledTokens spills,
        AuthorizerTokens tokens,
        SoleRenewal soleRenewal,
        TokenSlots slots,
        PlatformApi api,
        PlatformMetrics metrics,
        TimeProvider timeProvider,
        ILogger<PlatformTokenWorker> logger)
    {
        (_platforms, _tickets, _spills, _tokens, _soleRenewal) = (platforms, tickets, spills, tokens, soleRenewal);
        (_slots, _api, _timeProvider, _logger) = (slots, api, timeProvider, logger);

        // Asked for here, so that its gauges are there as soon as the process is.
        ArgumentNullException.ThrowIfNull(metrics);
        tickets.Arrived += OnTicket;
    }

    public override void Dispose()
    {
        _tickets.Arrived -= OnTicket;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _timeProvider);
        long? lookedAt = null;
        do
        {
            try
            {
                await RunAsync(stoppingToken);
                if (lookedAt is not { } at || _timeProvider.GetElapsedTime(at) >= LongPause)
                {
                    lookedAt = _timeProvider.GetTimestamp();
                    await LookAsync(stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // An error in one round must not stop the host, nor the next round.
                Log.RoundFailed(_logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_spills.HasAny)
        {
            await _spills.FlushAsync(cancellationToken);
        }

        if (_tokens.HasPending)
        {
            await _tokens.RetryAsync(cancellationToken);
        }

        await _tickets.RetryAsync();
        await _soleRenewal.ReleaseAsync(cancellationToken);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var platforms = _platforms.Current;
        if (platforms.Count > 0)
        {
            await _spills.LoadAsync(cancellationToken);
        }

        foreach (var platform in platforms)
        {
            // One that has not needed the ticket yet would tell that none came.
            await _tickets.RefreshAsync(platform.Account.AppId, cancellationToken);
            if (platform.StartTicketPush == TicketPushStart.Auto)
            {
                await StartPushAsync(platform, cancellationToken);
            }
        }
    }

    private async Task StartPushAsync(PlatformAccount platform, CancellationToken cancellationToken)
    {
        if (platform.Account.AppSecret.IsEmpty
            || !await _tickets.ShouldStartPushAsync(platform.Account.AppId, LongestTicketAge, cancellationToken))
        {
            return;
        }

        var result = await _api.StartPushTicketAsync(platform.Account, cancellationToken);
        if (result.Succeeded)
        {
            Log.PushStarted(_logger, platform.Account.Service);
        }
        else
        {
            Log.PushNotStarted(_logger, platform.Account.Service, result.Error.Message);
        }
    }

    // Whoever waits for a ticket need not wait any longer.
    private void OnTicket(Accounts.AppId component)
    {
        foreach (var slot in _slots.All)
        {
            var platform = slot.Account.Component ?? slot.Account;
            if (platform.AppId == component && slot.Backoff.Last?.Obstacle == TokenObstacle.WaitingForTicket)
            {
                slot.Backoff.Succeed();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A round failed; the next one starts as usual.", EventName = "RoundFailed")]
        public static partial void RoundFailed(ILogger logger, Exception exception);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "No ticket came for platform '{Service}' for 25 minutes; asked WeChat to push one. If none comes, check the authorization "
            + "event URL in WeChat's console, and that its answer is nothing but 'success'.",
            EventName = "PushStarted")]
        public static partial void PushStarted(ILogger logger, string service);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "No ticket came for platform '{Service}', and WeChat does not begin to push any: '{Reason}' Asking again in an hour.",
            EventName = "PushNotStarted")]
        public static partial void PushNotStarted(ILogger logger, string service, string reason);
    }
}
