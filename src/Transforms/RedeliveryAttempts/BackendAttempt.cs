using System.Globalization;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>Makes a message of a kept one, and calls its service's backend as a push does.</summary>
internal sealed partial class BackendAttempt(
    ServiceCatalog services,
    BackendPipeline backends,
    MessageDelegate exchange,
    PushSpans spans,
    TimeProvider clock,
    ILogger<BackendAttempt> logger)
{
    private const string HasNoBackend = "its service has no backend";

    /// <summary>Calls the backend; does not throw.</summary>
    public async Task<AttemptResult> CallAsync(KeptMessage kept, PushTrace trace, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return NotCalled(kept, "the gateway stops");
        }

        if (!services.TryGet(kept.ServiceName, out var service))
        {
            return NotCalled(kept, "its service is not configured");
        }

        if (!backends.IsReady
            || backends.Open(service, kept.Route) is not { } context
            || !backends.TryAim(context, kept.Target)
            || context.HasNoBackend)
        {
            return NotCalled(kept, HasNoBackend);
        }

        var message = new MessageContext(service, new PushQuery(), kept.Body, clock.GetTimestamp())
        {
            Head = kept.Head,
            Id = kept.MessageId,
            Key = UInt128.TryParse(kept.Id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : default,
            Format = kept.Format,
            Attempts = kept.Attempts,
            Route = context.RouteId,
            Target = kept.Target,
            TraceParent = trace.Parent,
            Spans = spans,
        };
        message.GetOrAddState(context);
        try
        {
            return await exchange(message, cancellationToken) is BackendAnswer answer
                ? new AttemptResult(message, answer, answer.IsTaken ? "" : RedeliveryTransform.FailureOf(answer), message.Attempts)
                : new AttemptResult(message, null, HasNoBackend, message.Attempts);
        }
        catch (Exception exception)
        {
            // Whatever went wrong, the queue still has the message, and it is tried again.
            Log.Broken(logger, exception, kept.MessageId, kept.Service);
            return new AttemptResult(message, null, $"the gateway met a {exception.GetType().Name}", message.Attempts);
        }
    }

    private static AttemptResult NotCalled(KeptMessage kept, string failure) => new(null, null, failure, kept.Attempts);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "The redelivery of message '{MessageId}' of service '{Service}' met an exception. The message stays in the queue and is "
            + "tried again.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string messageId, string service);
    }
}
