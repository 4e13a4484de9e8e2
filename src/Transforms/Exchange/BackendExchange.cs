using System.Globalization;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The far end of a message's way: has YARP call the backend, at another destination if one cannot be reached, and brings the answer back.</summary>
internal sealed partial class BackendExchange(RequestDelegate forward, EchoBackend echo, PushMetrics metrics, TimeProvider clock, ILogger logger)
{
    /// <summary>Calls the backend.</summary>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, CancellationToken cancellationToken)
    {
        var lent = (LentContext)message.Exchange!;
        if (lent.HasNoBackend)
        {
            return echo.Answer(message);
        }

        await using (lent)
        {
            // A message that is delivered again goes on counting.
            for (var attempt = message.Attempts + 1; ; attempt++)
            {
                using var call = new BackendCall(lent, message, attempt, metrics, clock);
                var body = lent.Prepare(message, attempt, cancellationToken);
                await forward(lent.Context);
                var answer = AnswerOf(lent, body);
                call.Failure = FailureOf(lent, answer);

                // After the deadline nobody waits for another try; what failed stays failed.
                if (!IsWorthAnotherTry(lent.Context, answer) || message.IsCutOff || !lent.TryAnotherDestination())
                {
                    return answer;
                }

                Log.TryingAnother(logger, message.Service.Name, message.Id, answer.Failure ?? $"status {answer.StatusCode}");
            }
        }
    }

    /// <summary>Returns in one word of a few why an answer is none; <see langword="null"/> when it is one.</summary>
    private static string? FailureOf(LentContext lent, BackendAnswer answer) => answer switch
    {
        { Failure: not null } => lent.Context.Features.Get<IForwarderErrorFeature>()?.Error.ToString() ?? "aborted",
        { StatusCode: StatusCodes.Status200OK or StatusCodes.Status204NoContent } => null,
        _ => answer.StatusCode.ToString(CultureInfo.InvariantCulture),
    };

    private static BackendAnswer AnswerOf(LentContext lent, ExchangeBody body)
    {
        var failure = lent.Context.Features.Get<IForwarderErrorFeature>() switch
        {
            _ when body.IsTooLarge => $"its answer is larger than {ExchangeBody.LargestAnswer / 1024} KiB",
            { Error: ForwarderError.NoAvailableDestinations } => "no destination is available",
            { Error: ForwarderError.RequestTimedOut } => "it did not answer in time",
            { Error: ForwarderError.Request } => "it could not be reached",
            { } error => $"the call broke off ({error.Error})",
            null when lent.IsAborted => "the call broke off",
            null => null,
        };
        return new BackendAnswer(lent.Context.Response.StatusCode, body.Written, failure) { IsTooLarge = body.IsTooLarge };
    }

    /// <summary>Tries again only where the message cannot have been worked on: the connection failed, or a proxy before the backend said so.</summary>
    private static bool IsWorthAnotherTry(HttpContext context, BackendAnswer answer)
    {
        var error = context.Features.Get<IForwarderErrorFeature>();
        return error is null
            ? answer.StatusCode is StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout
            : error is
            {
                Error: ForwarderError.Request,
                Exception: HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
                },
            };
    }

    // It logs in the category of MessageMiddleware, so their event ids are one sequence.
    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Warning, "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. Trying another destination.", EventName = "TryingAnother")]
        public static partial void TryingAnother(ILogger logger, string service, string messageId, string failure);
    }
}
