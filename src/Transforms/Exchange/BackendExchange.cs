using System.Globalization;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Exchange.Requests;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Calls the backend of a message through YARP, at another destination if one cannot be reached, and returns its answer.</summary>
internal sealed partial class BackendExchange(
    BackendPipeline backends, EchoBackend echo, PushMetrics metrics, TimeProvider clock, ILogger<BackendExchange> logger)
{
    private const string RouteIsGone = "no route leads to it any more";
    private const string BackendIsGone = "its backend is not configured";

    /// <summary>Calls the backend.</summary>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, CancellationToken cancellationToken)
    {
        if (Open(message) is not { } exchange)
        {
            return new BackendAnswer(StatusCodes.Status503ServiceUnavailable, default, RouteIsGone);
        }

        await using (exchange)
        {
            if (!backends.TryAim(exchange, message.Target))
            {
                Log.UnknownBackend(logger, message.Service.Name, message.Id, message.Target!.Backend!);
                return new BackendAnswer(StatusCodes.Status503ServiceUnavailable, default, BackendIsGone);
            }

            if (exchange.HasNoBackend)
            {
                // The customers of an account in a platform's care never see an echo.
                return message.Service.Account.Component is null ? echo.Answer(message) : message.Unanswered;
            }

            // A redelivered message continues its count.
            for (var attempt = message.Attempts + 1; ; attempt++)
            {
                using var call = new BackendCall(exchange, message, attempt, metrics, clock);
                var body = exchange.Prepare(message, attempt, cancellationToken);
                await backends.ForwardAsync(exchange.Context);
                var answer = AnswerOf(exchange, body);
                call.Failure = FailureOf(exchange, answer);

                // After the deadline, redelivery tries again, not this exchange.
                if (!IsWorthAnotherTry(exchange.Context, answer) || message.IsCutOff || !exchange.TryAnotherDestination())
                {
                    return answer;
                }

                Log.TryingAnother(logger, message.Service.Name, message.Id, answer.Failure ?? $"status {answer.StatusCode}");
            }
        }
    }

    /// <summary>Returns the context of a redelivery, or of the push's request, or, once that has ended, one made of the route.</summary>
    private ExchangeContext? Open(MessageContext message)
        => message.GetState<ExchangeContext>() ?? message.GetState<PushRequest>()?.Open() ?? backends.Open(message.Service, message.Route);

    /// <summary>Returns the kind of failure as one word for metrics and spans; <see langword="null"/> for an answer.</summary>
    private static string? FailureOf(ExchangeContext exchange, BackendAnswer answer) => answer switch
    {
        { Failure: not null } => exchange.Context.Features.Get<IForwarderErrorFeature>()?.Error.ToString() ?? "aborted",
        { StatusCode: StatusCodes.Status200OK or StatusCodes.Status204NoContent } => null,
        _ => answer.StatusCode.ToString(CultureInfo.InvariantCulture),
    };

    private static BackendAnswer AnswerOf(ExchangeContext exchange, ExchangeBody body)
    {
        var failure = exchange.Context.Features.Get<IForwarderErrorFeature>() switch
        {
            _ when body.IsTooLarge => $"its answer is larger than {ExchangeBody.LargestAnswer / 1024} KiB",
            { Error: ForwarderError.NoAvailableDestinations } => "no destination is available",
            { Error: ForwarderError.RequestTimedOut } => "it did not answer in time",
            { Error: ForwarderError.Request } => "it could not be reached",
            { } error => $"the call broke off ({error.Error})",
            null when exchange.IsAborted => "the call broke off",
            null => null,
        };
        var status = body.IsTooLarge ? body.TooLargeStatus : exchange.Context.Response.StatusCode;
        var written = failure is null && status == StatusCodes.Status200OK && exchange.Form is { } form ? form.Read(body.Written)
            : body.Written;
        return new BackendAnswer(status, written, failure) { IsTooLarge = body.IsTooLarge };
    }

    /// <summary>
    /// Returns whether another destination may be tried: only if the backend cannot have seen the message, or a proxy says so.
    /// </summary>
    private static bool IsWorthAnotherTry(HttpContext context, BackendAnswer answer)
    {
        var error = context.Features.Get<IForwarderErrorFeature>();
        return error is null
            ? answer.StatusCode is StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable
                or StatusCodes.Status504GatewayTimeout
            : error is
            {
                Error: ForwarderError.Request,
                Exception: HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError,
                },
            };
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
                "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. Trying another destination.",
                    EventName = "TryingAnother")]
        public static partial void TryingAnother(ILogger logger, string service, string messageId, string failure);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Message '{MessageId}' of service '{Service}' is for backend '{Backend}', which the section Backends does not have, or "
            + "in a form that only a newer gateway writes. "
            + "Configure it; the message waits in the redelivery queue.",
            EventName = "UnknownBackend")]
        public static partial void UnknownBackend(ILogger logger, string service, string messageId, string backend);
    }
}
