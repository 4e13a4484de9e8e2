using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace WxYarpGateway.TokenService.WeChatApi;

/// <summary>Sends calls to WeChat within the time allowed, again where that is safe, and reads what WeChat says of them.</summary>
internal sealed partial class WeChatHttp
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly IHttpClientFactory _clients;
    private readonly IOptionsMonitor<WeChatApiOptions> _options;
    private readonly WeChatApiMetrics _metrics;
    private readonly ResiliencePipeline<WeChatResult<ReadOnlyMemory<byte>>> _repeatable;
    private readonly ResiliencePipeline<WeChatResult<ReadOnlyMemory<byte>>> _unrepeatable;

    public WeChatHttp(
        IHttpClientFactory clients,
        IOptionsMonitor<WeChatApiOptions> options,
        WeChatApiMetrics metrics,
        TimeProvider timeProvider,
        ILogger<WeChatHttp> logger)
    {
        _clients = clients;
        _options = options;
        _metrics = metrics;
        var patience = new Patience(() => options.CurrentValue.Timeout, timeProvider, reason => Log.TryingAgain(logger, reason));
        _repeatable = patience.ForRepeatable();
        _unrepeatable = patience.ForUnrepeatable();
    }

    /// <summary>Returns the bytes of WeChat's answer exactly, when it is a JSON object that reports no error.</summary>
    public async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendAsync(WeChatRequest request, CancellationToken cancellationToken)
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

    private async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendOnceAsync(WeChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var client = _clients.CreateClient(WeChatApiClient.HttpClientName);
            using var message = request.ToMessage(_options.CurrentValue.ApiUrl);
            using var response = await client.SendAsync(message, cancellationToken);
            return Read(request, response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            // Only the kind of failure: the exception's own text is not ours to vouch for.
            _metrics.Failed(request.Path, e.HttpRequestError.ToString());
            return e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? Unreadable("it is too long")
                : Unanswered($"WeChat cannot be reached ({e.HttpRequestError}).");
        }
        catch (IOException)
        {
            _metrics.Failed(request.Path, nameof(HttpRequestError.ResponseEnded));
            return Unanswered("WeChat broke off its answer.");
        }
        catch (OperationCanceledException)
        {
            _metrics.Failed(request.Path, "Unanswered");
            throw;
        }
    }

    private WeChatResult<ReadOnlyMemory<byte>> Read(WeChatRequest request, HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        body = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        var isReadable = Envelope.TryRead(body.Span, out var envelope);
        if (isReadable && envelope.ErrorCode != ErrorCodes.Success)
        {
            _metrics.Answered(request.Path, envelope.ErrorCode);
            return envelope.ToError(request.Sensitive);
        }

        if (status != HttpStatusCode.OK)
        {
            var code = ((int)status).ToString(CultureInfo.InvariantCulture);
            _metrics.Failed(request.Path, code);
            var kind = status >= HttpStatusCode.InternalServerError ? ErrorClass.Busy : ErrorClass.Other;
            return new WeChatError(null, kind, $"WeChat answered HTTP status {code}.");
        }

        if (!isReadable)
        {
            _metrics.Failed(request.Path, "Unreadable");
            return Unreadable("it is not a JSON object");
        }

        _metrics.Answered(request.Path, ErrorCodes.Success);
        return body;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A call to WeChat failed: '{Reason}' Trying again.", EventName = "TryingAgain")]
        public static partial void TryingAgain(ILogger logger, string reason);
    }
}
