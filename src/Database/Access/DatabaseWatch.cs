using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService;

namespace WxYarpGateway.Database.Access;

/// <summary>Opens the database once the configuration needs it, and finds out when one that was away is back.</summary>
public sealed class DatabaseWatch : BackgroundService
{
    // Longer than a call may take, and short for somebody who waits for a gateway to start.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DatabaseAccess _access;
    private readonly IDatabaseUse[] _uses;
    private readonly TimeProvider _clock;
    private readonly ILogger<DatabaseWatch> _logger;

    internal DatabaseWatch(
        DatabaseAccess access, IEnumerable<IDatabaseUse> uses, TimeProvider clock, ILogger<DatabaseWatch> logger)
    {
        _access = access;
        _uses = [.. uses];
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Returns why the configuration in force needs the database; <see langword="null"/> when it does not.</summary>
    public string? WhyNeeded() => _uses.Select(use => use.WhyNeeded()).FirstOrDefault(why => why is not null);

    /// <summary>
    /// Opens the database if the configuration in force needs it, and returns how it is: after ten seconds the opening goes on while
    /// pushes are served.
    /// </summary>
    /// <param name="cancellationToken">Ends the opening.</param>
    public async Task<DatabaseState> StartAsNeededAsync(CancellationToken cancellationToken)
    {
        if (WhyNeeded() is not null)
        {
            var opening = _access.OpenAsync(cancellationToken);
            await Task.WhenAny(opening, Task.Delay(StartLimit, _clock, cancellationToken));
        }

        return _access.State;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, _clock, _logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var status = _access.State.Status;
            if (status == DatabaseStatus.Closed ? WhyNeeded() is not null : status != DatabaseStatus.Ready || _access.IsSuspect)
            {
                await _access.LookAsync(stoppingToken);
            }

            await Task.Delay(Pause, _clock, stoppingToken);
        }
    }
}
