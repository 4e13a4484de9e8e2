using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>The framework's console logger, with its formatters and all of its options, but for how lines are written.</summary>
/// <remarks>The framework wakes a thread and makes a system call for each line. See docs/adr/0004-libraries-that-are-not-used.md.</remarks>
[ProviderAlias("Console")]
internal sealed class BatchedConsole : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);
    private readonly ObjectPool<StringWriter> _writers = ObjectPool.Create(new WriterPolicy());
    private readonly Dictionary<string, ConsoleFormatter> _formatters;
    private readonly IOptionsMonitor<ConsoleLoggerOptions> _options;
    private readonly IOptionsMonitor<SimpleConsoleFormatterOptions> _simple;
    private readonly IDisposable?[] _changes;
    private readonly LineTime _time;
    private readonly Lazy<ConsoleLines> _output;
    private readonly Lazy<ConsoleLines> _error;
    private IExternalScopeProvider? _scopes;
    private volatile Settings _settings;

    public BatchedConsole(
        IEnumerable<ConsoleFormatter> formatters,
        IOptionsMonitor<ConsoleLoggerOptions> options,
        IOptionsMonitor<SimpleConsoleFormatterOptions> simple,
        TimeProvider clock)
        : this(formatters, options, simple, clock, Console.OpenStandardOutput, Console.OpenStandardError)
    {
    }

    /// <summary>Writes elsewhere than to the process's own streams.</summary>
    internal BatchedConsole(
        IEnumerable<ConsoleFormatter> formatters,
        IOptionsMonitor<ConsoleLoggerOptions> options,
        IOptionsMonitor<SimpleConsoleFormatterOptions> simple,
        TimeProvider clock,
        Func<Stream> output,
        Func<Stream> error)
    {
        _formatters = formatters.ToDictionary(formatter => formatter.Name, StringComparer.OrdinalIgnoreCase);
        _options = options;
        _simple = simple;
        _time = new LineTime(clock);
        _output = new Lazy<ConsoleLines>(() => Lines(output()));
        _error = new Lazy<ConsoleLines>(() => Lines(error()));
        _settings = Read();
        _changes = [options.OnChange(_ => _settings = Read()), simple.OnChange(_ => _settings = Read())];
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
        => _loggers.GetOrAdd(categoryName, static (name, console) => new Logger(name, console), this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_changes, static change => change?.Dispose());
        foreach (var lines in new[] { _output, _error })
        {
            if (lines.IsValueCreated)
            {
                lines.Value.Dispose();
            }
        }
    }

    private ConsoleLines Lines(Stream console)
        => new(
            console,
            () => _settings.Options.MaxQueueLength,
            () => _settings.Options.QueueFullMode == ConsoleLoggerQueueFullMode.DropWrite);

    private Settings Read()
    {
        var options = _options.CurrentValue;
        var simple = _simple.CurrentValue;
        var formatter = _formatters.GetValueOrDefault(options.FormatterName ?? ConsoleFormatterNames.Simple)
            ?? _formatters[ConsoleFormatterNames.Simple];

        // A host may have a formatter of its own under the name.
        var isPlain = formatter.Name == ConsoleFormatterNames.Simple
            && formatter.GetType().Assembly == typeof(ConsoleFormatter).Assembly
            && PlainLine.Suits(simple);
        return new Settings(options, formatter, isPlain, simple.TimestampFormat is null ? null : _time, simple.UseUtcTimestamp);
    }

    // Not generic, since a program has dozens of kinds of lines, and the runtime would compile this for each of them at the start.
    private void Write(Settings settings, LogLevel level, string category, int eventId, string? message, Exception? exception)
    {
        if (message is not null || exception is not null)
        {
            LinesFor(settings, level).Write(
                new PlainLine(settings.Time, settings.IsUtc, level, category, eventId, message, exception?.ToString()),
                static (line, batch) => line.WriteTo(batch),
                IsUrgent(level));
        }
    }

    private void Format<TState>(Settings settings, in LogEntry<TState> entry)
    {
        var writer = _writers.Get();
        settings.Formatter.Write(entry, _scopes, writer);
        if (writer.GetStringBuilder() is { Length: > 0 } text)
        {
            LinesFor(settings, entry.LogLevel).Write(text, IsUrgent(entry.LogLevel));
        }

        _writers.Return(writer);
    }

    private ConsoleLines LinesFor(Settings settings, LogLevel level)
        => (level >= settings.Options.LogToStandardErrorThreshold ? _error : _output).Value;

    private static bool IsUrgent(LogLevel level) => level >= LogLevel.Error;

    /// <summary>What the options come to, worked out when they change and not for each line.</summary>
    private sealed record Settings(ConsoleLoggerOptions Options, ConsoleFormatter Formatter, bool IsPlain, LineTime? Time, bool IsUtc);

    private sealed class Logger(string category, BatchedConsole console) : ILogger
    {
        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
            => console._scopes?.Push(state) ?? NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var settings = console._settings;
            if (settings.IsPlain && state is not BufferedLogRecord)
            {
                console.Write(settings, logLevel, category, eventId.Id, formatter(state, exception), exception);
            }
            else
            {
                console.Format(settings, new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
            }
        }
    }

    private sealed class WriterPolicy : PooledObjectPolicy<StringWriter>
    {
        private const int LargestKept = 16 * 1024;

        public override StringWriter Create() => new(System.Globalization.CultureInfo.InvariantCulture);

        public override bool Return(StringWriter obj)
        {
            var line = obj.GetStringBuilder();
            line.Clear();
            return line.Capacity <= LargestKept;
        }
    }
}
