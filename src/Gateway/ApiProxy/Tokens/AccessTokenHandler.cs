using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy.Platforms;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.Gateway.ApiProxy.Tokens;

/// <summary>
/// Adds the access_token to a call below YARP's forwarder, which logs URLs; repeats the call with a new token when WeChat rejects it.
/// </summary>
internal sealed partial class AccessTokenHandler(
    IAccessTokens tokens, ApiAddresses addresses, TokenErrors errors, WeChatApiTelemetry telemetry, ILogger logger) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => request.Options.TryGetValue(ApiCall.Key, out var call)
            ? SendAsync(request, call, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ApiCall call, CancellationToken cancellationToken)
    {
        if (call.CallersQuery is { } query)
        {
            // WeChat's verdict on such a token says nothing about ours.
            var secret = Placeholder.TryFillSecret(call.Path, query, call.Account, out var filled) ? call.Account.AppSecret.Reveal() : null;
            var whole = AccessTokenQuery.WithCallers(request.RequestUri!, filled);
            return (await SendAsync(request, call, whole, secret, cancellationToken)).Answer;
        }

        var current = await tokens.GetAsync(call.Account, cancellationToken);
        if (!current.TryGet(out var token, out var error))
        {
            Log.NoToken(logger, call.Account.Service, error.Message);
            return NoToken(request, await errors.OfAsync(error, call.Account, cancellationToken));
        }

        var (answer, errorCode) = await SendAsync(request, call, token, cancellationToken);
        return ErrorCodes.Classify(errorCode) == ErrorClass.TokenRejected
            ? await SendAgainAsync(request, call, token, answer, cancellationToken)
            : answer;
    }

    private async ValueTask<HttpResponseMessage> SendAgainAsync(
        HttpRequestMessage request, ApiCall call, Token rejected, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        WeChatResult<Token> replaced;
        try
        {
            // Also when the call itself cannot be sent again: the caller's own second try then finds a good token.
            replaced = await tokens.ReplaceAsync(call.Account, rejected.Value, cancellationToken);
        }
        catch
        {
            answer.Dispose();
            throw;
        }

        if (!replaced.TryGet(out var token, out var error))
        {
            Log.NotReplaced(logger, call.Account.Service, error.Message);
            if (error.Obstacle == TokenObstacle.None)
            {
                return answer;
            }

            answer.Dispose();
            call.Answer = null;
            return NoToken(request, await errors.OfAsync(error, call.Account, cancellationToken));
        }

        if (call.Body is not { } body)
        {
            Log.NotRepeated(logger, call.Account.Service);
            return answer;
        }

        Log.SendingAgain(logger, call.Account.Service);
        answer.Dispose();
        request.Content = Renew(request.Content, body);
        return (await SendAsync(request, call, token, cancellationToken)).Answer;
    }

    private ValueTask<(HttpResponseMessage Answer, int ErrorCode)> SendAsync(
        HttpRequestMessage request, ApiCall call, Token token, CancellationToken cancellationToken)
        => SendAsync(request, call, AddressOf(request, call, token), token.Value, cancellationToken);

    // On a hand-written route the address is what its own transforms made, with a query.
    private Uri AddressOf(HttpRequestMessage request, ApiCall call, Token token)
        => call.Forwarded is null
            ? AccessTokenQuery.With(request.RequestUri!, token.Value, call.TokenName)
            : addresses.With(request.RequestUri!, call.Query, call.TokenName, token.Value);

    // Each is awaited once, as it must be.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(HttpResponseMessage Answer, int ErrorCode)> SendAsync(
        HttpRequestMessage request, ApiCall call, Uri whole, string? ours, CancellationToken cancellationToken)
    {
        // Logs and traces that read the request afterwards must not find the token.
        var address = request.RequestUri!;
        using var measurement = telemetry.BeginForeign(request.Method, call.Path, call.Account.Service);
        request.RequestUri = whole;
        MakeUnrepeatable(request, call);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, cancellationToken);
            if (ours is not null)
            {
                DropQuotations(answer.Headers, ours);
                DropQuotations(answer.Content.Headers, ours);
            }

            var errorCode = await ApiAnswer.PeekAsync(answer, call, ours, cancellationToken);
            Count(measurement, answer.StatusCode, errorCode);
            return (answer, errorCode);
        }
        catch (Exception exception)
        {
            answer?.Dispose();
            measurement.Failed(KindOf(exception));
            throw;
        }
        finally
        {
            request.RequestUri = address;
        }
    }

    private static void Count(WeChatApiMeasurement measurement, HttpStatusCode status, int errorCode)
    {
        // A download may come in parts, and a redirect is an answer of WeChat's too.
        if ((int)status is >= StatusCodes.Status200OK and < StatusCodes.Status400BadRequest)
        {
            measurement.Answered(errorCode);
        }
        else
        {
            measurement.Failed(((int)status).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string KindOf(Exception exception) => exception switch
    {
        HttpRequestException failure => failure.HttpRequestError.ToString(),
        OperationCanceledException => "Unanswered",
        IOException => nameof(HttpRequestError.ResponseEnded),
        _ => "Broken",
    };

    // The HTTP client sends a request again when a connection that was used before ends without an answer, unless a body was on its way.
    // WeChat may have done what was asked, and it changes things by GET too.
    private static void MakeUnrepeatable(HttpRequestMessage request, ApiCall call)
    {
        if (request.Content is null && PlatformPaths.IsChangedByGet(call.Path))
        {
            request.Content = new ByteArrayContent([]);
        }
    }

    // A redirect, which is not followed, may repeat the address.
    private static void DropQuotations(HttpHeaders headers, string token)
    {
        List<string>? quoting = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                if (value.Length >= token.Length
                    && (value.Contains(token, StringComparison.Ordinal)
                        || value.Contains(Uri.EscapeDataString(token), StringComparison.OrdinalIgnoreCase)))
                {
                    (quoting ??= []).Add(name);
                    break;
                }
            }
        }

        foreach (var name in quoting ?? [])
        {
            headers.Remove(name);
        }
    }

    private static ReadOnlyMemoryContent? Renew(HttpContent? sent, ReadOnlyMemory<byte> body)
    {
        if (sent is null)
        {
            return null;
        }

        var content = new ReadOnlyMemoryContent(body);
        foreach (var (name, values) in sent.Headers.NonValidated)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        return content;
    }

    private static HttpResponseMessage NoToken(HttpRequestMessage request, GatewayError error)
    {
        var content = new ByteArrayContent(ErrorWriter.ToJson(error, ErrorShape.WeChat));
        var answer = new HttpResponseMessage((HttpStatusCode)error.Status) { RequestMessage = request, Content = content };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", JsonBody.ContentType);
        if (error.RetryAfterSeconds is { } seconds)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", seconds);
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A call of WeChat's API for service '{Service}' gets no access token: '{Reason}' Answering the caller with that.",
            EventName = "NoToken")]
        public static partial void NoToken(ILogger logger, string service, string reason);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "WeChat refused the access token of service '{Service}' in a backend's call; it is replaced, sending the call again.",
            EventName = "SendingAgain")]
        public static partial void SendingAgain(ILogger logger, string service);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "WeChat refused the access token of service '{Service}' in a backend's call; it is replaced, but the body was too large "
            + "to keep. The caller gets WeChat's answer.",
            EventName = "NotRepeated")]
        public static partial void NotRepeated(ILogger logger, string service);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "WeChat refused the access token of service '{Service}' in a backend's call, and it cannot be replaced: '{Reason}' The "
            + "caller gets WeChat's answer.",
            EventName = "NotReplaced")]
        public static partial void NotReplaced(ILogger logger, string service, string reason);
    }
}
