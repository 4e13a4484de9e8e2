using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>The one connection to Redis of this process. It is made when first needed, nobody waits for it at start, and it fixes itself.</summary>
/// <remarks>
/// Everything goes by scripts, so that each step is atomic and costs one round trip. Nothing here is bounded in time: the driver's
/// calls have no timeout of their own, so callers go through <see cref="StoreGuard"/>. See docs/adr/0006-stackexchange-redis-1-2-6.md.
/// </remarks>
internal sealed partial class RedisConnection : IDisposable
{
    private const string ClientName = "wxgateway";
    private const int KeepAliveSeconds = 5;
    private const int ConnectMilliseconds = 2000;
    private const int RetryMilliseconds = 1000;

    private readonly StoreOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<RedisConnection> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer;
    private readonly RedisProbe _probe;
    private readonly RepeatedWarning _refused;
    private volatile string? _problem;

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

    /// <summary>Gets why Redis does not do what it is asked, as far as that was found out; <see langword="null"/> while it does.</summary>
    public string? Problem => _problem;

    /// <summary>Gets a value indicating whether the connection stands.</summary>
    public bool IsConnected => _multiplexer is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } connected } && connected.Result.IsConnected;

    /// <summary>Returns the full name of a key or channel.</summary>
    public string Key(string name) => _options.KeyPrefix + name;

    /// <summary>Runs a script; the names of keys are full ones.</summary>
    public async Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] values)
    {
        var database = (await _multiplexer.Value).GetDatabase();
        RedisResult result;
        try
        {
            result = await EvaluateAsync(database, script, keys, values);
        }
        catch (RedisServerException e)
        {
            _problem = RedisError.Say(e.Message);
            if (_refused.IsDue(out var leftOut))
            {
                Log.Refused(_logger, _problem, leftOut);
            }

            throw;
        }

        Answered();

        // The driver goes on with its next answer only when we let go of its thread.
        await Task.Yield();
        return result;
    }

    /// <summary>Asks Redis whether it is there.</summary>
    public async Task<bool> PingAsync()
    {
        await (await _multiplexer.Value).GetDatabase().PingAsync();
        Answered();
        await Task.Yield();
        return true;
    }

    /// <summary>Runs a script while the caller's thread waits, as long as the connection string's <c>syncTimeout</c> says.</summary>
    public RedisResult Run(string script, RedisKey[] keys, RedisValue[] values) =>
        _multiplexer.Value is { IsCompletedSuccessfully: true } connected
            ? connected.Result.GetDatabase().ScriptEvaluate(script, keys, values)
            : throw new StoreUnavailableException("it is not connected yet");

    /// <summary>Has an action called for every message on a channel, also after the connection was lost and made again.</summary>
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

    private async Task<RedisResult> EvaluateAsync(IDatabase database, string script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            // By its hash: with the text, the driver would make the hash of it each time.
            return await database.ScriptEvaluateAsync(_hashes.GetOrAdd(script, HashOf), keys, values);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The server does not know the script, or has forgotten it: this time it is sent itself.
            return await database.ScriptEvaluateAsync(script, keys, values);
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

    // What is still on its way is given up: Redis may be frozen, and nobody waits for an answer any more.
    private static async Task CloseAsync(Task<ConnectionMultiplexer> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
        {
            using var multiplexer = connecting.Result;
            multiplexer.Close(allowCommandsToComplete: false);
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        // The driver dials before it first yields.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var notConnected = new RepeatedWarning(_timeProvider);
        while (true)
        {
            try
            {
                return Watch(await ConnectionMultiplexer.ConnectAsync(Configuration()));
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                var pause = TimeSpan.FromMilliseconds(RetryMilliseconds);
                if (notConnected.IsDue(out var leftOut))
                {
                    Log.NotConnected(_logger, await FindOutAsync(e.GetType().Name), pause, leftOut);
                }

                await Task.Delay(pause, _timeProvider, _stopping.Token);
            }
        }
    }

    private ConfigurationOptions Configuration()
    {
        if (!RedisConnectionString.TryParse(_options.Redis ?? "", out var configuration))
        {
            throw new InvalidOperationException("The connection string of Redis cannot be read.");
        }

        configuration.AbortOnConnectFail = false;
        configuration.ClientName ??= ClientName;
        configuration.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);
        if (!IsSet("keepAlive"))
        {
            // Finds out within seconds that a connection is cut off in silence.
            configuration.KeepAlive = KeepAliveSeconds;
        }

        if (!IsSet("connectTimeout"))
        {
            // So long the driver sticks to an attempt, and to the first one also when Redis is there in the meantime.
            configuration.ConnectTimeout = ConnectMilliseconds;
        }

        return configuration;
    }

    private bool IsSet(string option) => RedisConnectionString.IsGiven(_options.Redis!, option);

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

    private void Answered()
    {
        if (_problem is not null)
        {
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

    // The client tells a wrong password, a certificate that is not trusted and a web server by exceptions that quote what they please, or not at all.
    private async Task<string> FindOutAsync(string otherwise)
    {
        var why = RedisConnectionString.TryParse(_options.Redis ?? "", out var configuration) ? await _probe.WhyNotAsync(configuration, _stopping.Token) : null;
        return _problem = why ?? $"it was away for a moment ({otherwise})";
    }

    private async Task SubscribeAsync(string channel, Action<string> heard)
    {
        try
        {
            // The driver keeps the subscription, and asks for it again, whatever becomes of this first time.
            var multiplexer = await _multiplexer.Value;
            await multiplexer.GetSubscriber().SubscribeAsync(
                new RedisChannel(channel, RedisChannel.PatternMode.Literal), (_, message) => heard(message.ToString()));
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis cannot be reached: '{Reason}'. Trying again in '{Pause}'. Such warnings left out since the last: '{LeftOut}'.", EventName = "RedisNotConnected")]
        public static partial void NotConnected(ILogger logger, string reason, TimeSpan pause, long leftOut);

        [LoggerMessage(2, LogLevel.Warning, "Redis cannot be reached: '{Reason}'. Trying again until it can; pushes are served without it. Such warnings left out since the last: '{LeftOut}'.", EventName = "RedisLost")]
        public static partial void Lost(ILogger logger, string reason, long leftOut);

        [LoggerMessage(3, LogLevel.Information, "The connection to Redis is back.", EventName = "RedisRestored")]
        public static partial void Restored(ILogger logger);

        [LoggerMessage(4, LogLevel.Warning, "Asking Redis for news failed with '{Reason}'; what other replicas write is noticed later, when it is read.", EventName = "RedisNotSubscribed")]
        public static partial void NotSubscribed(ILogger logger, string reason);

        [LoggerMessage(5, LogLevel.Warning, "Redis answers, and not as it should: '{Reason}'. Pushes are served without it. Such warnings left out since the last: '{LeftOut}'.", EventName = "RedisRefused")]
        public static partial void Refused(ILogger logger, string reason, long leftOut);
    }
}
