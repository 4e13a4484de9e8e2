using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.Gateway.Storage;

/// <summary>
/// Finds out whether another gateway of the same Redis has a SQLite database too: then each has its own, and what one was told the other
/// does not know. The first says in the store that it is there, and the others find that.
/// </summary>
internal sealed class SoleReplica(
    IOptions<StoreOptions> store, Lazy<RedisAccess> redis, DatabaseAccess database, TimeProvider clock, ILogger<SoleReplica> logger)
    : BackgroundService
{
    private const string Name = "database:sqlite-replica";

    // Tells the replica that has said so last; says so in this one's name, for a time, when none has.
    private const string Script =
        """
        local there = redis.call('GET', KEYS[1])
        if not there or there == ARGV[1] then
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          return ARGV[1]
        end
        return there
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    private readonly string _replica = $"{Environment.MachineName}/{Guid.NewGuid():N}";
    private volatile string? _other;

    /// <summary>Gets the name of the machine of another gateway that has a SQLite database; <see langword="null"/> for none.</summary>
    public string? Other => _other;

    /// <summary>Asks the store; does not fail. While the store is away, what was found last stays.</summary>
    public Task LookAsync(CancellationToken cancellationToken)

        // The options are those in force, which there are once a database is open. Without Redis, its client is not loaded.
        => database.State.Status == DatabaseStatus.Closed || database.Kind != DatabaseKind.Sqlite || store.Value.Kind != StoreKind.Redis
            ? Task.CompletedTask
            : AskAsync(cancellationToken);

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var call = new RedisCall(Script, [redis.Value.Key(Name)], [_replica, (long)Life.TotalMilliseconds]);
            var there = (string)(await redis.Value.AskAsync(call, cancellationToken))!;
            _other = there == _replica ? null : there.Split('/')[0];
        }
        catch (StoreUnavailableException)
        {
            // The health check of the store tells.
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
