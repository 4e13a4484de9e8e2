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
    private static readonly byte[] Space = [.. " \t\r\n"u8];

    private readonly IHttpClientFactory _clients;
    private readonly IOptionsMonitor<WeChatApiOptions> _options;
    private readonly WeChatApiTelemetry _telemetry;
    private readonly ResiliencePipeline<WeChatResult<WeChatContent>> _repeatable;
    private readonly ResiliencePipeline<WeChatResult<WeChatContent>> _unrepeatable;

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
        var answer = await FetchAsync(request, cancellationToken);
        return answer.TryGet(out var content, out var error) ? content.Bytes : error;
    }

    /// <summary>
    /// Returns WeChat's answer with its type. One that is no JSON object is an answer too if the request says so
    /// (<see cref="WeChatRequest.TakesContent"/>).
    /// </summary>
    public async ValueTask<WeChatResult<WeChatContent>> FetchAsync(WeChatRequest request, CancellationToken cancellationToken)
    {
        var pipeline = request.Repeatable ? _repeatable : _unrepeatable;
        try
        {
            return await pipeline.ExecuteAsync(
                static (call, token) => call.Self.SendOnceAsync(call.Request, token), (Self: this, Request: request), cancellationToken);
        }
        catch (Polly.Timeout.TimeoutRejectedException)
        {
            return Unanswered("WeChat did not answer in time.");
        }
    }

    private static WeChatError Unanswered(string why) => new(null, ErrorClass.Busy, why) { IsUnanswered = true };

    private static WeChatError Unreadable(string why) => new(null, ErrorClass.Busy, $"WeChat's answer cannot be read: {why}.");

    private async ValueTask<WeChatResult<WeChatContent>> SendOnceAsync(WeChatRequest request, CancellationToken cancellationToken)
    {
        using var call = _telemetry.Begin(request.Method, request.Path, request.Service);
        try
        {
            using var client = _clients.CreateClient(WeChatApiClient.HttpClientName);
            using var message = request.ToMessage(_options.CurrentValue.ApiUrl);
            using var response = await client.SendAsync(message, cancellationToken);
            var content = new WeChatContent(
                await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType?.ToString() ?? "");
            return Read(request, call, response.StatusCode, content);
        }
        catch (HttpRequestException e)
        {
            // Only the kind of failure: the exception's own text is not ours to vouch for.
            call.Failed(e.HttpRequestError.ToString());
            return e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? Unreadable("it is too long")
                : Unanswered($"WeChat cannot be reached ({e.HttpRequestError}).");
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

    private static WeChatResult<WeChatContent> Read(
        WeChatRequest request, WeChatApiMeasurement call, HttpStatusCode status, WeChatContent content)
    {
        var body = content.Bytes;
        var isFile = request.TakesContent && !body.Span.TrimStart(Space).StartsWith("{"u8);
        Envelope envelope = default;
        var isReadable = !isFile && Envelope.TryReadStrict(body.Span, out envelope);
        if (!isReadable && !isFile && LenientJson.Repair(body.Span) is { } repaired)
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
            var kind = status >= HttpStatusCode.InternalServerError ? ErrorClass.Busy : ErrorClass.Other;
            return new WeChatError(null, kind, $"WeChat answered HTTP status {code}.");
        }

        if (request.TakesContent ? !isFile || body.IsEmpty : !isReadable)
        {
            call.Failed("Unreadable");
            return Unreadable(request.TakesContent ? "it is not a file" : "it is not a JSON object");
        }

        call.Answered(ErrorCodes.Success);
        return content with { Bytes = body };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A call to WeChat failed: '{Reason}' Trying again.", EventName = "TryingAgain")]
        public static partial void TryingAgain(ILogger logger, string reason);
    }
}
