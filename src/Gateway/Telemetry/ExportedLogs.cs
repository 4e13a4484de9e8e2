namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Hands log lines to the SDK, with the trace that they belong to. Levels: the section <c>Logging:OpenTelemetry</c>, else <c>Logging</c>.</summary>
[ProviderAlias("OpenTelemetry")]
internal sealed class ExportedLogs(TelemetrySdk sdk) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new ExportedLogger(new Lazy<ILogger>(() => sdk.Logs.CreateLogger(categoryName)));

    /// <inheritdoc/>
    public void Dispose()
    {
        // The SDK is disposed of by its owner, when all lines are written.
    }

    /// <summary>Waits for the first line: making the SDK, in a command that only checks a file, would be in vain.</summary>
    private sealed class ExportedLogger(Lazy<ILogger> exported) : ILogger
    {
        // Scopes are not exported: the framework's have what callers sent.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => exported.Value.Log(logLevel, eventId, state, exception, formatter);
    }
}
