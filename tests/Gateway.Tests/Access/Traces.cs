using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>
/// All that a process tells of itself: every log line at every level, every trace with its tags and events, every event of the HTTP stack.
/// </summary>
internal sealed class Traces : EventListener, ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ActivityListener _activities;

    public Traces()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Enqueue(
                $"trace {activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} " +
                    $"{string.Join(' ', activity.Baggage)} {activity.StatusDescription} "
                + string.Join(' ', activity.Events.Select(happening => $"{happening.Name} {string.Join(' ', happening.Tags)}"))),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _lines.Enqueue($"log {logLevel} {eventId.Name} {formatter(state, exception)} {exception}");

    public override void Dispose()
    {
        _activities.Dispose();
        base.Dispose();
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Http" or "Yarp.ReverseProxy" or "Microsoft.AspNetCore.Hosting")
        {
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
        => _lines?.Enqueue($"event {eventData.EventSource.Name} {eventData.EventName} {string.Join(' ', eventData.Payload ?? new([]))}");
}
