using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Puts configurations in force: services first, then YARP's routes. What has errors is logged, and the last good one stays.</summary>
internal sealed partial class WeChatConfigProvider : IProxyConfigProvider, IConfigChangeListener, IDisposable
{
    // A change comes as a burst: several files, a file written in pieces, each told more than once.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConfigurationSources _sources;
    private readonly ConfigurationCompiler _compiler;
    private readonly ConfiguredServices _services;
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
        ConfigurationState state,
        ConfigurationMetrics metrics,
        TimeProvider clock,
        ILogger<WeChatConfigProvider> logger)
    {
        _sources = sources;
        _compiler = compiler;
        _services = services;
        _state = state;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _timer = clock.CreateTimer(_ => _ = ReloadAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets the configuration in force; the first time, compiles it.</summary>
    /// <exception cref="InvalidConfigurationException">There is none in force yet, and the one at hand has errors.</exception>
    public CompiledConfiguration Current
    {
        get
        {
            if (_current is null)
            {
                // YARP asks synchronously while routes are mapped, when no request waits yet and there is no context to block.
                var errors = LoadAsync().AsTask().GetAwaiter().GetResult();
                if (errors.Count > 0)
                {
                    throw new InvalidConfigurationException(errors);
                }
            }

            return _current!;
        }
    }

    /// <summary>Puts the configuration at hand in force, unless one is; returns its errors.</summary>
    public async ValueTask<IReadOnlyList<ConfigurationError>> LoadAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            // Watching begins before reading, so that no change is missed.
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

    /// <summary>Returns a token for the next configuration that is put in force.</summary>
    public IChangeToken GetChangeToken() => Volatile.Read(ref _changed);

    /// <inheritdoc/>
    void IConfigChangeListener.ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
        var error = new ConfigurationError("YARP", "", $"the routes could not be put in force: {exception.Message.TrimEnd('.')}", "Correct the routes; the old ones stay");
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
        // Only now do requests take the new routes. It is also called for changes of other providers.
        if (_proxy is { } proxy && proxyConfigs.Any(config => config.RevisionId == proxy.RevisionId) && proxy.TrySettle())
        {
            var compiled = proxy.Compiled;
            _state.Applied(compiled, _clock.GetUtcNow());

            // The first is what the gateway started with, no reload.
            if (proxy.Generation > 1)
            {
                _metrics.Applied();
            }

            foreach (var warning in compiled.Warnings)
            {
                Log.Warned(_logger, warning);
            }

            Log.Applied(_logger, compiled.Revision, compiled.Services.Count, compiled.Routes.Count);
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
            // A bug here must not take the gateway down with it: what is in force works.
            Log.Crashed(_logger, exception);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Puts a configuration in force. Services come first: YARP's routes may name new ones, and the catalog still knows the old ones.</summary>
    private void Apply(CompiledConfiguration compiled)
    {
        _services.Replace(compiled.Services);
        var replaced = _proxy;
        _proxy = new CompiledProxyConfig(compiled, (replaced?.Generation ?? 0) + 1);
        _current = compiled;
        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        replaced?.SignalChange();
    }
}
