using Microsoft.Extensions.Hosting;

namespace WxYarpGateway.Database.Access;

/// <summary>Opens the database once the configuration needs it, and finds out when one that was away is back.</summary>
internal sealed class DatabaseWatch(DatabaseAccess access, IEnumerable<IDatabaseUse> uses, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Returns why the database is needed; <see langword="null"/> when it is not.</summary>
    public string? WhyNeeded() => uses.Select(use => use.WhyNeeded()).FirstOrDefault(why => why is not null);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var status = access.State.Status;
            if (status == DatabaseStatus.Closed ? WhyNeeded() is not null : status != DatabaseStatus.Ready || access.IsSuspect)
            {
                await access.LookAsync(stoppingToken);
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
