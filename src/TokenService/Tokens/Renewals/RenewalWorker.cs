using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tokens.Renewals;

/// <summary>Renews ahead the tokens of accounts that are in use but have no traffic just now.</summary>
internal sealed partial class RenewalWorker(
    TokenSlots slots, AccessTokenService tokens, IAccountList accounts, TimeProvider timeProvider, ILogger<RenewalWorker> logger)
    : BackgroundService
{
    private const int RenewalsAtATime = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDisuse = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtATime, CancellationToken = stoppingToken };
                await Parallel.ForEachAsync(slots.All.Where(Keep), options, RenewAheadAsync);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // An error in one round must not stop the host, nor the next round.
                Log.RoundFailed(logger, e);
            }
        }
    }

    // What goes wrong with one account is logged where it goes wrong, and must not keep the round from the others.
    private async ValueTask RenewAheadAsync(TokenSlot slot, CancellationToken cancellationToken) =>
        await tokens.RenewAhead(slot).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private bool Keep(TokenSlot slot)
    {
        if (slot.UnusedFor < LongestDisuse && accounts.Contains(slot.Account.Component ?? slot.Account))
        {
            return true;
        }

        Log.Retired(logger, slot.Kind.Words(), slot.Owner);
        slots.Remove(slot);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The {Kind} of service '{Service}' is renewed no longer: the account is unused or was taken out.",
            EventName = "Retired")]
        public static partial void Retired(ILogger logger, string kind, string service);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "A round of renewals failed; the next one starts as usual.",
            EventName = "RoundFailed")]
        public static partial void RoundFailed(ILogger logger, Exception exception);
    }
}
