using System.Diagnostics;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>What is told of one call of a backend once it has ended: how long it took, and its span.</summary>
internal sealed class BackendCall : IDisposable
{
    private readonly ExchangeContext _exchange;
    private readonly MessageContext _message;
    private readonly PushMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly Activity? _span;
    private readonly long _startedAt;

    public BackendCall(ExchangeContext exchange, MessageContext message, int attempt, PushMetrics metrics, TimeProvider clock)
    {
        _exchange = exchange;
        _message = message;
        _metrics = metrics;
        _clock = clock;
        _span = message.StartSpan(PushSpans.Forward);
        _span?.SetTag(PushSpans.Attempt, attempt);
        message.Attempts = attempt;
        message.Steps?.Calling();
        _startedAt = clock.GetTimestamp();
    }

    /// <summary>Gets or sets in one word why the answer is none; <see langword="null"/> when it is one.</summary>
    public string? Failure { get; set; } = "exception";

    /// <summary>Tells it.</summary>
    public void Dispose()
    {
        var took = _clock.GetElapsedTime(_startedAt);
        _message.BackendTook = (_message.BackendTook ?? TimeSpan.Zero) + took;
        _metrics.Called(_message.Service.ShownName, _message.IsCutOff ? "late" : Failure is null ? "answered" : "failed", took);
        _message.Steps?.Called(Failure, _exchange.Context.Response.StatusCode);
        if (_span is null)
        {
            return;
        }

        _span.SetTag(PushSpans.Service, _message.Service.ShownName);
        _span.SetTag("http.response.status_code", _exchange.Context.Response.StatusCode);
        if (Failure is not null)
        {
            _span.Fail(Failure);
        }

        _span.Dispose();
    }
}
