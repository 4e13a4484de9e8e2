using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>Sends calls to WeChat within the time allowed, again where that is safe, and reads what WeChat says of them.</summary>
internal sealed partial class WeChatHttp
{
    private readonly IHttpClientFactory _clients;
    private readonly IOptionsMonitor<WeChatApiOptions> _options;
    private readonly WeChatApiTelemetry _telemetry;
    private readonly TimeProvider _timeProvider;
    private readonly ResiliencePipeline<WeChatResult<ReadOnlyMemory<byte>>> _repeatable;
    private readonly ResiliencePipeline<WeChatResult<ReadOnlyMemory<byte>>> _unrepeatable;

    public WeChatHttp(
        IHttpClientFactory clients,
        IOptionsMonitor<WeChatApiOptions> options,
        WeChatApiTelemetry telemetry,
        TimeProvider timeProvider,
        ILogger<WeChatHttp> logger)
    {
        _clients = clients;
        _options = options;
        _telemetry = telemetry;
        _timeProvider = timeProvider;
        var timeout = new CallPipelines(() => options.CurrentValue.Timeout, timeProvider, reason => Log.TryingAgain(logger, reason));
        _repeatable = timeout.ForRepeatable();
        _unrepeatable = timeout.ForUnrepeatable();
    }

    /// <summary>
    /// Returns WeChat's answer, when it is a JSON object that reports no error: its bytes exactly, unless they have to be repaired to be
    /// JSON.
    /// </summary>
    public async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendAsync(WeChatRequest request, CancellationToken cancellationToken)
    {
        if (request.OnceWithin is { } time)
        {
            return await SendWithinAsync(request, time, cancellationToken);
        }

        var pipeline = request.Repeatable ? _repeatable : _unrepeatable;
        try
        {
            return await pipeline.ExecuteAsync(
                static (call, token) => call.Self.SendOnceAsync(call.Request, token), (Self: this, Request: request), cancellationToken);
        }
        catch (Polly.Timeout.TimeoutRejectedException)
        {
            return Late;
        }
    }

    private async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendWithinAsync(
        WeChatRequest request, TimeSpan time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await SendOnceAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Late;
        }
    }

    private static WeChatError Late => Unanswered("WeChat did not answer in time.");

    private static WeChatError Unanswered(string why) => new(null, ErrorClass.Busy, why) { IsUnanswered = true };

    private static WeChatError Of(HttpRequestException failure) =>
        failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
            ? Unreadable("it is too long")
            : Unanswered($"WeChat cannot be reached ({failure.HttpRequestError}).");

    private static WeChatError Unreadable(string why) => new(null, ErrorClass.Busy, $"WeChat's answer cannot be read: {why}.");

    private async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendOnceAsync(WeChatRequest request, CancellationToken cancellationToken)
    {
        using var call = _telemetry.Begin(request.Method, request.Path, request.Service);
        try
        {
            using var client = _clients.CreateClient(WeChatApiClient.HttpClientName);
            using var message = request.ToMessage(_options.CurrentValue.ApiUrl);
            using var response = await client.SendAsync(message, cancellationToken);
            return Read(request, call, response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            // Only the kind of failure: the exception's own text is not ours to vouch for.
            call.Failed(e.HttpRequestError.ToString());
            return Of(e);
        }
        catch (IOException)
        {
            call.Failed(nameof(HttpRequestError.ResponseEnded));
            return Unanswered("WeChat broke off its answer.");
        }
        catch (OperationCanceledException)
        {
            call.Failed("Unanswered");
            throw;
        }
    }

    private static WeChatResult<ReadOnlyMemory<byte>> Read(
        WeChatRequest request, WeChatApiMeasurement call, HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var isReadable = Envelope.TryReadStrict(body.Span, out var envelope);
        if (!isReadable && LenientJson.Repair(body.Span) is { } repaired)
        {
            // Nicknames hold raw control characters, and cities half a character.
            isReadable = Envelope.TryReadStrict(repaired, out envelope);
            body = repaired;
        }

        if (isReadable && envelope.ErrorCode != ErrorCodes.Success)
        {
            call.Answered(envelope.ErrorCode);
            return (request.IsPrivate ? envelope with { ErrorMessage = "" } : envelope).ToError(request.Sensitive);
        }

        if (status != HttpStatusCode.OK)
        {
            var code = ((int)status).ToString(CultureInfo.InvariantCulture);
            call.Failed(code);
            var kind = status >= HttpStatusCode.InternalServerError
                || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout ? ErrorClass.Busy : ErrorClass.Other;
            return new WeChatError(null, kind, $"WeChat answered HTTP status {code}.");
        }

        if (!isReadable)
        {
            call.Failed("Unreadable");
            return Unreadable("it is not a JSON object");
        }

        call.Answered(ErrorCodes.Success);
        return body;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A call to WeChat failed: '{Reason}' Trying again.", EventName = "TryingAgain")]
        public static partial void TryingAgain(ILogger logger, string reason);
    }
}
