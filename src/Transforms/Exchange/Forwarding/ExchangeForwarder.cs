using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>
/// Sends the request of an exchange to the destination that YARP chose. Every other request is left to YARP's own forwarder.
/// </summary>
/// <remarks>
/// YARP streams: it sends the headers before the body, and copies the body and the answer piece by piece. An exchange has both as a whole,
/// so that it needs one packet each way. The backend sees the same request and the exchange the same errors, whichever forwarder sends it.
/// YARP's own also sends those with transforms, those that a host changed on the way, and all while somebody listens to YARP's events.
/// </remarks>
internal sealed partial class ExchangeForwarder(
    IHttpForwarder yarp, DefaultTransforms defaults, ForwarderEvents events, bool usesRequestsAgain, ILoggerFactory loggers)
    : IHttpForwarder
{
    /// <summary>The category in which operators know these lines: YARP's own.</summary>
    private const string Category = "Yarp.ReverseProxy.Forwarder.HttpForwarder";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);

    private readonly ActivityTimeout.Pool _timeouts = new();
    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context,
        string destinationPrefix,
        HttpMessageInvoker httpClient,
        ForwarderRequestConfig requestConfig,
        HttpTransformer transformer)
        => Find(context, out var exchange)
            ? SendAsync(exchange, destinationPrefix, httpClient, requestConfig)
            : yarp.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer);

    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context,
        string destinationPrefix,
        HttpMessageInvoker httpClient,
        ForwarderRequestConfig requestConfig,
        HttpTransformer transformer,
        CancellationToken cancellationToken)
        => yarp.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken);

    private bool Find(HttpContext context, [NotNullWhen(true)] out ExchangeContext? exchange)
    {
        exchange = ExchangeContext.Of(context);
        return exchange is { IsAsPrepared: true } && defaults.Have(exchange) && !events.AreWatched;
    }

    // YARP awaits it once, as it must.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ForwarderError> SendAsync(
        ExchangeContext exchange, string destinationPrefix, HttpMessageInvoker client, ForwarderRequestConfig config)
    {
        var timeout = _timeouts.Rent(config.ActivityTimeout ?? DefaultTimeout, exchange.RequestAborted);
        try
        {
            var content = new ExchangeContent(exchange.Body, timeout);
            HttpRequestMessage? request = null;
            HttpResponseMessage response;
            try
            {
                request = exchange.Request.Write(exchange, destinationPrefix, config, content);
                Log.Forwarding(_logger, request.RequestUri, request.Version, request.VersionPolicy);
                response = await client.SendAsync(request, timeout.Token);
            }
            catch (Exception exception)
            {
                return await FailAsync(exchange, content, timeout, exception, isRequestMade: request is not null);
            }

            using (response)
            {
                timeout.Renew();
                Log.ResponseReceived(_logger, response.Version, (int)response.StatusCode);
                return await TakeAsync(exchange, content, timeout, response);
            }
        }
        finally
        {
            _timeouts.Return(timeout);
        }
    }

    /// <summary>Takes up the answer.</summary>
    private async ValueTask<ForwarderError> TakeAsync(
        ExchangeContext exchange, ExchangeContent content, ActivityTimeout timeout, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            return Report(
                exchange,
                ForwarderError.UpgradeResponseClient,
                StatusCodes.Status101SwitchingProtocols,
                new InvalidOperationException("The backend switched protocols, which nobody asked for."));
        }

        var answer = exchange.Answer(response);
        try
        {
            await answer.ReadAsync(response.Content, timeout);
        }
        catch (Exception exception)
        {
            return await BreakOffAsync(
                exchange,
                content,
                timeout,
                timeout.IsCallers ? ForwarderError.ResponseBodyCanceled : ForwarderError.ResponseBodyDestination,
                exception);
        }

        if (answer.IsTooLarge)
        {
            return await BreakOffAsync(
                exchange,
                content,
                timeout,
                ForwarderError.ResponseBodyClient,
                ExchangeBody.TooLarge());
        }

        await content.WaitAsync();
        if (content.Failure is not { } failure)
        {
            if (response.Version.Major == 1)
            {
                // A connection of another version may look at the request even now.
                exchange.Request.End(usesRequestsAgain);
            }

            return ForwarderError.None;
        }

        // The backend answered without having read all. The answer stays, as with YARP's own.
        var error = content.IsCancelled ? ForwarderError.RequestBodyCanceled : ForwarderError.RequestBodyDestination;
        return Report(exchange, error, (int)response.StatusCode, failure);
    }

    /// <summary>Reports a call that ended before its answer began.</summary>
    private async ValueTask<ForwarderError> FailAsync(
        ExchangeContext exchange, ExchangeContent content, ActivityTimeout timeout, Exception exception, bool isRequestMade)
    {
        if (timeout.IsCallers)
        {
            return await ReportAsync(
                content.IsCancelled ? ForwarderError.RequestBodyCanceled : ForwarderError.RequestCanceled,
                StatusCodes.Status400BadRequest,
                content.IsCancelled ? new AggregateException(exception, content.Failure!) : exception);
        }

        if (content is { IsInProgress: false, IsCancelled: false, Failure: { } failure })
        {
            return Report(
                exchange,
                ForwarderError.RequestBodyDestination,
                timeout.IsCancellationRequested ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway,
                new AggregateException(failure, exception));
        }

        return exception is OperationCanceledException
            ? await ReportAsync(ForwarderError.RequestTimedOut, StatusCodes.Status504GatewayTimeout, exception)
            : await ReportAsync(
                isRequestMade ? ForwarderError.Request : ForwarderError.RequestCreation, StatusCodes.Status502BadGateway, exception);

        async ValueTask<ForwarderError> ReportAsync(ForwarderError error, int status, Exception cause)
        {
            Report(exchange, error, status, cause);
            await EndAsync(content, timeout);
            return error;
        }
    }

    /// <summary>Reports an answer that broke off.</summary>
    private async ValueTask<ForwarderError> BreakOffAsync(
        ExchangeContext exchange, ExchangeContent content, ActivityTimeout timeout, ForwarderError error, Exception exception)
    {
        var hadEnded = !content.IsInProgress;
        await EndAsync(content, timeout);
        return hadEnded && content is { Failure: { } failure, IsCancelled: false }
            ? Report(
                exchange,
                ForwarderError.RequestBodyDestination,
                timeout.IsCancellationRequested && !timeout.IsCallers ? StatusCodes.Status504GatewayTimeout
                    : StatusCodes.Status502BadGateway,
                new AggregateException(failure, exception))
            : Report(exchange, error, StatusCodes.Status502BadGateway, exception);
    }

    /// <summary>Ends the sending of a body that nobody needs any more.</summary>
    private static async ValueTask EndAsync(ExchangeContent content, ActivityTimeout timeout)
    {
        if (content.IsInProgress)
        {
            await timeout.CancelAsync();
            await content.WaitAsync();
        }
    }

    private ForwarderError Report(ExchangeContext exchange, ForwarderError error, int status, Exception exception)
    {
        exchange.Fail(new ForwardingError(error, exception), status);
        if (error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled)
        {
            Log.ForwardingRequestCancelled(_logger, error, exception);
        }
        else
        {
            Log.ForwardingError(_logger, error, exception);
        }

        return error;
    }

    /// <summary>YARP's own lines, as its forwarder writes them.</summary>
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Proxying to {TargetUrl} HTTP/{Version} {VersionPolicy}", EventName = "Forwarding")]
        public static partial void Forwarding(ILogger logger, Uri? targetUrl, Version version, HttpVersionPolicy versionPolicy);

        [LoggerMessage(2, LogLevel.Information, "Received HTTP/{Version} response {StatusCode}.", EventName = "ResponseReceived")]
        public static partial void ResponseReceived(ILogger logger, Version version, int statusCode);

        [LoggerMessage(3, LogLevel.Warning, "{Error}: The call of the backend failed.", EventName = "ForwardingError")]
        public static partial void ForwardingError(ILogger logger, ForwarderError error, Exception exception);

        [LoggerMessage(4, LogLevel.Debug, "{Error}: The call of the backend was cancelled.", EventName = "ForwardingRequestCancelled")]
        public static partial void ForwardingRequestCancelled(ILogger logger, ForwarderError error, Exception exception);
    }
}
