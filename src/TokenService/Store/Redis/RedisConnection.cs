using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>
/// The one connection to Redis of this process. It is made when first needed, start-up does not wait for it, and the client restores it.
/// </summary>
/// <remarks>
/// Every step is a script, so that it is atomic and costs one round trip. A call to a frozen Redis lasts longer than a push may wait,
/// so callers go through <see cref="StoreGuard"/>. See docs/adr/0006-stackexchange-redis.md.
/// </remarks>
internal sealed partial class RedisConnection : IDisposable
{
    private const int UndoAttempts = 60;

    // A Redis that is full, or a replica, still answers what writes nothing.
    private const string Ping = "redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) return 1";
    private const long PingLife = 60_000;

    private readonly StoreOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<RedisConnection> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer;
    private readonly RedisProbe _probe;
    private readonly RepeatedWarning _refused;
    private volatile string? _problem;
    private volatile string? _refusedScript;
    private volatile Connected? _connected;

    // By reference: the scripts are constants, and there are few.
    private readonly ConcurrentDictionary<object, byte[]> _hashes = new(ReferenceEqualityComparer.Instance);

    public RedisConnection(IOptions<StoreOptions> options, TimeProvider timeProvider, ILogger<RedisConnection> logger)
    {
        _options = options.Value;
        _timeProvider = timeProvider;
        _logger = logger;
        _multiplexer = new Lazy<Task<ConnectionMultiplexer>>(ConnectAsync);
        _probe = new RedisProbe(timeProvider);
        _refused = new RepeatedWarning(timeProvider);
    }

    /// <summary>
    /// Gets why Redis fails, as far as the gateway found out; <see langword="null"/> while it answers and does what it is asked.
    /// </summary>
    public string? Problem => _problem;

    /// <summary>Gets a value indicating whether the process is connected to Redis.</summary>
    public bool IsConnected =>
        _multiplexer is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } connected } && connected.Result.IsConnected;

    /// <summary>Returns the full name of a key or channel.</summary>
    public string Key(string name) => _options.KeyPrefix + name;

    /// <summary>Returns the client, for libraries that take one. It is the connection's to dispose of.</summary>
    public async Task<IConnectionMultiplexer> MultiplexerAsync() => await _multiplexer.Value;

    /// <summary>Runs a script; the names of keys are full ones.</summary>
    public Task<RedisResult> RunAsync(RedisCall call) => RunAsync(call.Script, call.Keys, call.Values);

    /// <summary>Runs a script; the names of keys are full ones.</summary>
    public async Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] values)
    {
        var connected = _connected ??= new Connected(await _multiplexer.Value);
        if (!connected.Multiplexer.IsConnected)
        {
            // The client would say the same, with an exception that costs it a report on its state.
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "Redis is not connected.");
        }

        try
        {
            RedisResult result;
            try
            {
                // By its hash: given the text, the client would look it up by the text each time.
                result = await connected.Database.ScriptEvaluateAsync(_hashes.GetOrAdd(script, HashOf), keys, values);
            }
            catch (RedisServerException e) when (e.Message.Contains("NOSCRIPT", StringComparison.Ordinal))
            {
                // The server does not know the script, or has forgotten it. Given the text, the client loads it.
                result = await connected.Database.ScriptEvaluateAsync(script, keys, values);
            }

            Answered(script);
            return result;
        }
        catch (Exception e) when (e is RedisServerException or RedisCommandException)
        {
            _refusedScript = script;
            _problem = RedisError.Say(e.Message);
            if (_refused.IsDue(out var leftOut))
            {
                Log.Refused(_logger, _problem, leftOut);
            }

            throw;
        }
    }

    /// <summary>
    /// Runs a script as soon as Redis answers, to undo what a call did that nobody waited for any longer. Gives up after a minute.
    /// </summary>
    public async Task UndoAsync(RedisCall call)
    {
        for (var attempt = 0; attempt < UndoAttempts; attempt++)
        {
            try
            {
                await RunAsync(call);
                return;
            }
            catch (Exception e) when ((e is RedisException or RedisTimeoutException) && !_stopping.IsCancellationRequested)
            {
                await Task.Delay(RedisConfiguration.RetryPause, _timeProvider, _stopping.Token);
            }
        }
    }

    /// <summary>
    /// Asks Redis whether it is there: the server that has the gateway's keys, by the kind of call that the gateway makes. Returns
    /// <see langword="false"/> when it answers, but refuses to write.
    /// </summary>
    public async Task<bool> PingAsync()
    {
        try
        {
            await RunAsync(Ping, [Key("v1:ping")], [PingLife]);
            return true;
        }
        catch (Exception e) when (e is RedisServerException or RedisCommandException)
        {
            return false;
        }
    }

    /// <summary>Has an action called for every message on a channel, in order, also after the connection was lost and made again.</summary>
    public void Subscribe(string channel, Action<string> heard) => _ = SubscribeAsync(Key(channel), heard);

    public void Dispose()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        _stopping.Cancel();
        if (_multiplexer.IsValueCreated)
        {
            _ = CloseAsync(_multiplexer.Value);
        }
    }

    /// <summary>Returns what Redis calls a script. Source: its documentation, "EVALSHA".</summary>
    private static byte[] HashOf(object script)
    {
        // Redis has no other.
#pragma warning disable CA5350
        return SHA1.HashData(Encoding.UTF8.GetBytes((string)script));
#pragma warning restore CA5350
    }

    // Calls under way are given up: Redis may be frozen, and nobody waits for an answer any more.
    private static async Task CloseAsync(Task<ConnectionMultiplexer> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
        {
            await using var multiplexer = connecting.Result;
            await multiplexer.CloseAsync(allowCommandsToComplete: false);
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        // The client connects to a Sentinel on its caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var notConnected = new RepeatedWarning(_timeProvider);
        while (true)
        {
            try
            {
                return Watch(await ConnectionMultiplexer.ConnectAsync(RedisConfiguration.Of(_options)));
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                if (notConnected.IsDue(out var leftOut))
                {
                    Log.NotConnected(_logger, await FindOutAsync(e.GetType().Name), RedisConfiguration.RetryPause, leftOut);
                }

                await Task.Delay(RedisConfiguration.RetryPause, _timeProvider, _stopping.Token);
            }
        }
    }

    private ConnectionMultiplexer Watch(ConnectionMultiplexer multiplexer)
    {
        var lost = new RepeatedWarning(_timeProvider);
        multiplexer.ConnectionFailed += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive && !_stopping.IsCancellationRequested && lost.IsDue(out var leftOut))
            {
                _ = TellAsync(e.FailureType, leftOut);
            }
        };
        multiplexer.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                lost.Reset();
                Log.Restored(_logger);
            }
        };
        if (!multiplexer.IsConnected && lost.IsDue(out var none))
        {
            _ = TellAsync(ConnectionFailureType.UnableToConnect, none);
        }

        return multiplexer;
    }

    private void Answered(string script)
    {
        // What Redis does of other things says nothing about what it refused.
        if (_problem is not null && (_refusedScript is not { } refused || ReferenceEquals(refused, script) || script == Ping))
        {
            _refusedScript = null;
            _problem = null;
            _refused.Reset();
        }
    }

    private async Task TellAsync(ConnectionFailureType failure, long leftOut)
    {
        var why = await FindOutAsync($"the client says {failure}");
        if (!_stopping.IsCancellationRequested)
        {
            Log.Lost(_logger, why, leftOut);
        }
    }

    // The client does not say which of name, port, TLS, password or server is wrong, or says it in exceptions that quote what they are
    // given.
    private async Task<string> FindOutAsync(string otherwise)
    {
        var why = await _probe.WhyNotAsync(RedisConfiguration.Of(_options), _stopping.Token);
        _refusedScript = null;
        return _problem = why ?? $"it was away for a moment ({otherwise})";
    }

    private async Task SubscribeAsync(string channel, Action<string> heard)
    {
        try
        {
            // Without waiting for an answer: the client keeps the subscription and asks for it whenever it connects. The queue keeps the
            // order.
            var multiplexer = await _multiplexer.Value;
            var messages = await multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), CommandFlags.FireAndForget);
            messages.OnMessage(message => heard(message.Message.ToString()));
        }
        catch (Exception e) when (!_stopping.IsCancellationRequested)
        {
            Log.NotSubscribed(_logger, e.GetType().Name);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    // One call after the other needs both.
    private sealed class Connected(ConnectionMultiplexer multiplexer)
    {
        public ConnectionMultiplexer Multiplexer { get; } = multiplexer;

        public IDatabase Database { get; } = multiplexer.GetDatabase();
    }
}
