using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Minutes;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>
/// Puts configurations in force: services first, then YARP's routes. It logs the errors of an invalid one and keeps the last good one.
/// </summary>
internal sealed partial class WeChatConfigProvider : IProxyConfigProvider, IConfigChangeListener, IDisposable
{
    // One edit causes several change events (several files, a file written in pieces), so they are debounced.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConfigurationSources _sources;
    private readonly ConfigurationCompiler _compiler;
    private readonly ConfiguredServices _services;
    private readonly PushMinutes _minutes;
    private readonly ConfigurationState _state;
    private readonly ConfigurationMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<WeChatConfigProvider> _logger;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ITimer _timer;
    private IDisposable? _watch;
    private volatile CompiledConfiguration? _current;
    private volatile CompiledProxyConfig? _proxy;
    private ConfigurationReloadToken _changed = new();

    public WeChatConfigProvider(
        ConfigurationSources sources,
        ConfigurationCompiler compiler,
        ConfiguredServices services,
        PushMinutes minutes,
        ConfigurationState state,
        ConfigurationMetrics metrics,
        TimeProvider clock,
        ILogger<WeChatConfigProvider> logger)
    {
        _sources = sources;
        _compiler = compiler;
        _services = services;
        _minutes = minutes;
        _state = state;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _timer = clock.CreateTimer(_ => _ = ReloadAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets the configuration in force. The first call compiles it.</summary>
    /// <exception cref="InvalidConfigurationException">No configuration is in force yet, and the current one is invalid.</exception>
    public CompiledConfiguration Current
    {
        get
        {
            if (_current is null)
            {
                // YARP calls this synchronously while it maps routes. No request is served yet, and there is no synchronization context to
                // block.
                var errors = LoadAsync().AsTask().GetAwaiter().GetResult();
                if (errors.Count > 0)
                {
                    throw new InvalidConfigurationException(errors);
                }
            }

            return _current!;
        }
    }

    /// <summary>Compiles the current configuration and puts it in force, unless one is in force already. Returns its errors.</summary>
    public async ValueTask<IReadOnlyList<ConfigurationError>> LoadAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            // Watch before reading, so that no change is missed.
            _watch ??= _sources.Watch(() => _timer.Change(Pause, Timeout.InfiniteTimeSpan));
            if (_current is not null)
            {
                return [];
            }

            var result = await _compiler.CompileAsync(inForce: null);
            if (result.Compiled is { } compiled)
            {
                Apply(compiled);
            }
            else
            {
                _state.Refused(result.Errors);
            }

            return result.Errors;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public IProxyConfig GetConfig()
    {
        _ = Current;
        return _proxy!;
    }

    /// <summary>Returns a change token that fires when the next configuration is put in force.</summary>
    public IChangeToken GetChangeToken() => Volatile.Read(ref _changed);

    /// <inheritdoc/>
    void IConfigChangeListener.ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
        var error = new ConfigurationError(
            "YARP", "", $"the routes could not be put in force: {exception.Message.TrimEnd('.')}", "Correct the routes; the old ones stay");
        _state.Refused([error]);
        _metrics.Refused();
        Log.Invalid(_logger, error);
    }

    /// <inheritdoc/>
    void IConfigChangeListener.ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
    }

    /// <inheritdoc/>
    void IConfigChangeListener.ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    /// <inheritdoc/>
    void IConfigChangeListener.ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Requests take the new routes from here on. YARP also calls this for changes of other providers.
        if (_proxy is { } proxy && proxyConfigs.Any(config => config.RevisionId == proxy.RevisionId) && proxy.TrySettle())
        {
            var compiled = proxy.Compiled;
            _state.Applied(compiled, _clock.GetUtcNow());

            // Generation 1 is the start, not a reload.
            if (proxy.Generation > 1)
            {
                _metrics.Applied();
            }

            foreach (var warning in compiled.Warnings)
            {
                Log.Warned(_logger, warning);
            }

            Log.Applied(_logger, compiled.Revision, compiled.ServiceCount, compiled.Routes.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _timer.Dispose();
    }

    private async Task ReloadAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            var result = await _compiler.CompileAsync(_current);
            if (result.Compiled is not { } compiled)
            {
                _state.Refused(result.Errors);
                _metrics.Refused();
                foreach (var error in result.Errors)
                {
                    Log.Invalid(_logger, error);
                }

                Log.Kept(_logger, _state.Revision, result.Errors.Count);
            }
            else if (compiled.Digest != _current?.Digest)
            {
                Apply(compiled);
            }
            else if (_state.LastErrors.Count > 0 && _proxy is { IsSettled: true })
            {
                _state.Applied(compiled, _state.AppliedAt ?? _clock.GetUtcNow());
                _metrics.Applied();
                Log.Fixed(_logger, compiled.Revision);
            }
        }
        catch (Exception exception)
        {
            // A bug in the compiler must not stop the gateway: the configuration in force works.
            Log.Crashed(_logger, exception);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>
    /// Puts a configuration in force. Services come first: YARP's new routes may name new services, and the catalog still has the previous
    /// ones.
    /// </summary>
    private void Apply(CompiledConfiguration compiled)
    {
        _services.Replace(compiled.Services);
        foreach (var kind in compiled.Kinds)
        {
            kind.Apply();
        }

        _minutes.Serve(compiled.Services.Select(service => service.Name)
            .Concat(compiled.Kinds.SelectMany(kind => kind.Services).Select(service => service.Name)));

        var replaced = _proxy;
        _proxy = new CompiledProxyConfig(compiled, (replaced?.Generation ?? 0) + 1);
        _current = compiled;
        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        replaced?.SignalChange();
    }
}
