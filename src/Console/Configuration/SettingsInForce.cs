using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Console.Configuration;

/// <summary>The settings in force. When a change is wrong, the log says what, and they stay as they were.</summary>
/// <remarks>The framework's monitor would throw at whoever asks next, and tell nobody when it happens.</remarks>
internal sealed partial class SettingsInForce : IOptionsMonitor<ConsoleOptions>, IDisposable
{
    private readonly IOptionsFactory<ConsoleOptions> _factory;
    private readonly SettingsFile? _file;
    private readonly IConfiguration _configuration;
    private readonly ILogger<SettingsInForce> _logger;
    private readonly IDisposable _changes;
    private readonly Lock _gate = new();
    private volatile ConsoleOptions _current;
    private Action<ConsoleOptions, string?>? _listeners;
    private string? _told;

    /// <summary>Initializes a new instance of the <see cref="SettingsInForce"/> class.</summary>
    /// <exception cref="OptionsValidationException">The settings have errors at the start.</exception>
    public SettingsInForce(
        IOptionsFactory<ConsoleOptions> factory,
        IConfiguration configuration,
        IEnumerable<SettingsFile> files,
        ILogger<SettingsInForce> logger)
    {
        (_factory, _file, _configuration, _logger) = (factory, files.SingleOrDefault(), configuration, logger);
        _current = factory.Create(Options.DefaultName);
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, TakeUp);
    }

    /// <inheritdoc/>
    public ConsoleOptions CurrentValue => _current;

    /// <inheritdoc/>
    public ConsoleOptions Get(string? name) => _current;

    /// <inheritdoc/>
    public IDisposable OnChange(Action<ConsoleOptions, string?> listener)
    {
        lock (_gate)
        {
            _listeners += listener;
        }

        return new Registration(this, listener);
    }

    /// <inheritdoc/>
    public void Dispose() => _changes.Dispose();

    private void TakeUp()
    {
        lock (_gate)
        {
            if (_file is { Error: { } why })
            {
                if (IsNew(why))
                {
                    Log.Unreadable(_logger, _file.Path, why);
                }
            }
            else if (Read() is { } changed)
            {
                (_current, _told) = (changed, null);
                Log.InForce(_logger, changed.Gateways.Count);
                _listeners?.Invoke(changed, Options.DefaultName);
            }
        }
    }

    private ConsoleOptions? Read()
    {
        var errors = string.Join(' ', LogSettings.Errors(_configuration));
        try
        {
            if (errors.Length == 0)
            {
                return _factory.Create(Options.DefaultName);
            }
        }
        catch (OptionsValidationException exception)
        {
            errors = string.Join(' ', exception.Failures);
        }
        catch (InvalidOperationException exception)
        {
            // A text where a number belongs, for example.
            errors = exception.Message;
        }

        if (IsNew(errors))
        {
            Log.Wrong(_logger, errors);
        }

        return null;
    }

    // Each source that changes asks anew.
    private bool IsNew(string error)
    {
        var isNew = error != _told;
        _told = error;
        return isNew;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "The console cannot read '{File}' any more, and goes on with the settings that it had. Correct the file. Why: '{Why}'",
            EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string? file, string why);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The console's settings have changed, and have errors. It goes on with those that it had. Correct them: '{Errors}'",
            EventName = "Wrong")]
        public static partial void Wrong(ILogger logger, string errors);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "The console took up changed settings, with '{Gateways}' gateways. Those that only a start reads wait for the next one.",
            EventName = "InForce")]
        public static partial void InForce(ILogger logger, int gateways);
    }

    private sealed class Registration(SettingsInForce settings, Action<ConsoleOptions, string?> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (settings._gate)
            {
                settings._listeners -= listener;
            }
        }
    }
}
