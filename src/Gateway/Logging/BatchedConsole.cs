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
    private readonly Lazy<ConsoleLines> _output;
    private readonly Lazy<ConsoleLines> _error;
    private IExternalScopeProvider? _scopes;

    public BatchedConsole(IEnumerable<ConsoleFormatter> formatters, IOptionsMonitor<ConsoleLoggerOptions> options)
        : this(formatters, options, Console.OpenStandardOutput, Console.OpenStandardError)
    {
    }

    /// <summary>Writes elsewhere than to the process's own streams.</summary>
    internal BatchedConsole(
        IEnumerable<ConsoleFormatter> formatters, IOptionsMonitor<ConsoleLoggerOptions> options, Func<Stream> output, Func<Stream> error)
    {
        _formatters = formatters.ToDictionary(formatter => formatter.Name, StringComparer.OrdinalIgnoreCase);
        _options = options;
        _output = new Lazy<ConsoleLines>(() => Lines(output()));
        _error = new Lazy<ConsoleLines>(() => Lines(error()));
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
        => _loggers.GetOrAdd(categoryName, static (name, console) => new Logger(name, console), this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
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
            () => _options.CurrentValue.MaxQueueLength,
            () => _options.CurrentValue.QueueFullMode == ConsoleLoggerQueueFullMode.DropWrite);

    private void Write<TState>(in LogEntry<TState> entry)
    {
        var options = _options.CurrentValue;
        var formatter = _formatters.GetValueOrDefault(options.FormatterName ?? ConsoleFormatterNames.Simple)
            ?? _formatters[ConsoleFormatterNames.Simple];
        var writer = _writers.Get();
        formatter.Write(entry, _scopes, writer);
        if (writer.GetStringBuilder() is { Length: > 0 } line)
        {
            var lines = entry.LogLevel >= options.LogToStandardErrorThreshold ? _error : _output;
            lines.Value.Write(line, isUrgent: entry.LogLevel >= LogLevel.Error);
        }

        _writers.Return(writer);
    }

    private sealed class Logger(string category, BatchedConsole console) : ILogger
    {
        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
            => console._scopes?.Push(state) ?? NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                console.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
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
