using WxYarpGateway.Chaos.Backends;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Carries a plan out. Faults overlap, but those that would hit the same thing wait for each other.</summary>
internal sealed class FaultRunner : IDisposable
{
    private readonly Journal _journal;
    private readonly Action<PlannedFault, TimeSpan, string> _tell;
    private readonly Gates _gates = new();
    private readonly ReplicaFaults _replicas;
    private readonly RedisFaults _redis;
    private readonly DatabaseFaults _database;
    private readonly BackendFaults _backends;
    private readonly TokenFaults _tokens;
    private readonly ConfigurationFaults _configuration;
    private int _underWay;

    public FaultRunner(ChaosStage stage, Journal journal, Action<PlannedFault, TimeSpan, string> tell)
    {
        _journal = journal;
        _tell = tell;
        _replicas = new ReplicaFaults(stage, journal, _gates);
        _redis = new RedisFaults(stage, journal, _gates);
        _database = new DatabaseFaults(stage, journal, _gates);
        _backends = new BackendFaults(stage, journal, _gates);
        _tokens = new TokenFaults(stage, journal);
        _configuration = new ConfigurationFaults(stage, _gates);
    }

    public int UnderWay => _underWay;

    public async Task RunAsync(IReadOnlyList<PlannedFault> plan)
    {
        var began = _journal.Now;
        var running = new List<Task>();
        foreach (var fault in plan)
        {
            var wait = began + fault.At - _journal.Now;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            running.Add(RunAsync(fault));
        }

        await Task.WhenAll(running);
    }

    public void Dispose() => _gates.Dispose();

    private async Task RunAsync(PlannedFault fault)
    {
        Interlocked.Increment(ref _underWay);
        var began = _journal.Now;
        try
        {
            _tell(fault, began, await DoAsync(fault));
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            // A gateway that does not start, or does not take a configuration, is a finding like any other.
            _journal.Findings.Enqueue($"{fault.Kind} {fault.Target}: {exception.Message}");
            _tell(fault, began, exception.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private Task<string> DoAsync(PlannedFault fault) => fault.Kind switch
    {
        FaultKind.KillReplica => _replicas.KillAsync(fault),
        FaultKind.StopReplica => _replicas.StopAsync(fault),
        FaultKind.SkewClock => _replicas.SkewAsync(fault),
        FaultKind.StopRedis => _redis.StopAsync(fault),
        FaultKind.FreezeRedis => _redis.FreezeAsync(fault),
        FaultKind.EmptyRedis => _redis.EmptyAsync(),
        FaultKind.StopDatabase => _database.StopAsync(fault),
        FaultKind.FreezeDatabase => _database.FreezeAsync(fault),
        FaultKind.KillBackend => _backends.KillAsync(fault),
        FaultKind.SlowBackend => _backends.SpoilAsync(fault, Mood.Slow),
        FaultKind.HangingBackend => _backends.SpoilAsync(fault, Mood.Hanging),
        FaultKind.FailingBackend => _backends.SpoilAsync(fault, Mood.Failing),
        FaultKind.UnavailableBackend => _backends.SpoilAsync(fault, Mood.Unavailable),
        FaultKind.LyingBackend => _backends.SpoilAsync(fault, Mood.Lying),
        FaultKind.BreakingBackend => _backends.SpoilAsync(fault, Mood.Breaking),
        FaultKind.RevokeToken => Task.FromResult(_tokens.Revoke(fault)),
        FaultKind.ExpireToken => Task.FromResult(_tokens.Expire(fault)),
        FaultKind.EditConfiguration => _configuration.EditAsync(fault),
        FaultKind.SpoilConfiguration => _configuration.SpoilAsync(fault),
        FaultKind.RotateAesKey => _configuration.RotateAesKeyAsync(),
        FaultKind.RotateToken => _configuration.RotateTokenAsync(fault),
        _ => throw new InvalidOperationException($"Nobody knows how to do '{fault.Kind}'."),
    };
}
