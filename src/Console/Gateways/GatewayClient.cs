using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Console.Gateways.Keys;
using WxYarpGateway.Console.Gateways.Streams;

namespace WxYarpGateway.Console.Gateways;

/// <summary>Calls the internal API of one gateway. No answer can do harm: it is bounded in time and size, and never trusted.</summary>
internal sealed class GatewayClient(GatewayAddress address, IHttpClientFactory http, TimeProvider clock)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpName = "gateway";

    /// <summary>The name of the HTTP client for streams of events, each of which keeps a connection to itself.</summary>
    public const string EventsName = "gateway-events";

    // A sentence of a gateway is shown to people.
    private const int LongestDetail = 500;

    /// <summary>Gets what people call the gateway: its host and port.</summary>
    public string Name => address.Name;

    /// <summary>Gets its address, without the key.</summary>
    public Uri Url => address.Url;

    /// <summary>Asks for something.</summary>
    public Task<GatewayAnswer<T>> GetAsync<T>(GatewayPath path, CancellationToken cancellationToken)
        => SendAsync<T>(GatewayCall.Get(path), cancellationToken);

    /// <summary>Makes a call. Only the caller's own cancellation throws.</summary>
    public async Task<GatewayAnswer<T>> SendAsync<T>(GatewayCall call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(call.Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var client = http.CreateClient(HttpName);
            using var request = Request(call);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await using var body = new BoundedStream(await response.Content.ReadAsStreamAsync(both.Token), call.MostBytes);
            return response.IsSuccessStatusCode
                ? await ReadAsync<T>(response, body, both.Token)
                : GatewayAnswer<T>.Not(await ErrorAsync(call, response, body, both.Token));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && KindOf(exception) is { } kind)
        {
            return GatewayAnswer<T>.Not(new GatewayError(Where(call), kind)
            {
                Detail = kind == GatewayErrorKind.Unreachable ? exception.Message.TrimEnd('.') : null,
            });
        }
    }

    /// <summary>Opens a stream of server-sent events; see <see cref="GatewayEvents"/> for one that connects again.</summary>
    internal async Task<GatewayAnswer<HttpResponseMessage>> OpenAsync(GatewayPath path, CancellationToken cancellationToken)
    {
        var call = GatewayCall.Get(path);
        using var limit = new CancellationTokenSource(call.Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var client = http.CreateClient(EventsName);
            using var request = Request(call);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response is { IsSuccessStatusCode: true, Content.Headers.ContentType.MediaType: "text/event-stream" })
            {
                return GatewayAnswer<HttpResponseMessage>.Of(response);
            }

            using (response)
            {
                await using var body = new BoundedStream(await response.Content.ReadAsStreamAsync(both.Token), call.MostBytes);
                return GatewayAnswer<HttpResponseMessage>.Not(response.IsSuccessStatusCode
                    ? new GatewayError(Where(call), GatewayErrorKind.Unreadable)
                    : await ErrorAsync(call, response, body, both.Token));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && KindOf(exception) is { } kind)
        {
            return GatewayAnswer<HttpResponseMessage>.Not(new GatewayError(Where(call), kind));
        }
    }

    /// <summary>Follows server-sent events until the caller has enough, and connects again when the connection is lost.</summary>
    public IAsyncEnumerable<GatewayEvent> FollowAsync(GatewayPath path, CancellationToken cancellationToken)
        => new GatewayEvents(this, clock).ReadAsync(path, cancellationToken);

    private static async Task<GatewayAnswer<T>> ReadAsync<T>(HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        var etag = response.Headers.ETag?.ToString();
        if (typeof(T) == typeof(Nothing))
        {
            return GatewayAnswer<T>.Of((T)(object)new Nothing(), etag);
        }

        if (typeof(T) == typeof(string))
        {
            using var text = new StreamReader(body, Encoding.UTF8);
            return GatewayAnswer<T>.Of((T)(object)await text.ReadToEndAsync(cancellationToken), etag);
        }

        if (typeof(T) == typeof(Picture))
        {
            var type = response.Content.Headers.ContentType?.MediaType;
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes, cancellationToken);
            return Picture.IsDrawn(type)
                ? GatewayAnswer<T>.Of((T)(object)new Picture(type!, bytes.ToArray()), etag)
                : throw new JsonException("The answer is no picture.");
        }

        return GatewayAnswer<T>.Of(
            await JsonSerializer.DeserializeAsync<T>(body, GatewayJson.Options, cancellationToken)
                ?? throw new JsonException("The answer is null."),
            etag);
    }

    private static GatewayErrorKind? KindOf(Exception exception) => exception switch
    {
        OperationCanceledException => GatewayErrorKind.Late,
        AnswerTooLargeException or HttpRequestException { InnerException: AnswerTooLargeException } => GatewayErrorKind.TooLarge,
        JsonException or DecoderFallbackException or NotSupportedException => GatewayErrorKind.Unreadable,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            => GatewayErrorKind.Unreadable,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError,
        } => GatewayErrorKind.Unreachable,
        HttpRequestException or IOException => GatewayErrorKind.Broken,
        _ => null,
    };

    private static GatewayErrorKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => GatewayErrorKind.WrongKey,
        HttpStatusCode.Forbidden => GatewayErrorKind.NotAllowed,
        HttpStatusCode.NotFound => GatewayErrorKind.NotFound,
        HttpStatusCode.PreconditionFailed => GatewayErrorKind.Changed,
        >= HttpStatusCode.InternalServerError => GatewayErrorKind.Unavailable,
        >= HttpStatusCode.BadRequest => GatewayErrorKind.Refused,
        _ => GatewayErrorKind.Unreadable,
    };

    private static string? Short(string? text) => text is { Length: > LongestDetail } ? text[..LongestDetail] + "…" : text;

    private string Where(GatewayCall call) => $"{call.Method} {address.Name}{call.Path.Text.Split('?')[0]}";

    private HttpRequestMessage Request(GatewayCall call)
    {
        var request = new HttpRequestMessage(call.Method, address.Of(call.Path));
        if (address.Key is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (call.IfMatch is { } version)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (call.IdempotencyKey is { } once)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", once);
        }

        if (ActorName.Of(call.Actor) is { } actor)
        {
            request.Headers.TryAddWithoutValidation(ActorName.Header, actor);
        }

        request.Content = call.Body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            HttpContent content => content,
            var body => JsonContent.Create(body, body.GetType(), options: GatewayJson.Options),
        };
        return request;
    }

    private async Task<GatewayError> ErrorAsync(
        GatewayCall call, HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        var error = new GatewayError(Where(call), KindOf(response.StatusCode)) { Status = (int)response.StatusCode };
        try
        {
            var told = await JsonSerializer.DeserializeAsync<ToldError>(body, GatewayJson.Options, cancellationToken);
            return error with
            {
                Errcode = told?.Errcode,
                Detail = Short(told?.Errmsg ?? told?.Msg),
                Hint = Short(told?.Hint),
                Problems = told?.Errors ?? [],
            };
        }
        catch (Exception exception) when (exception is JsonException or AnswerTooLargeException)
        {
            // A proxy between, such as nginx, answers in HTML; the status says enough.
            return error;
        }
    }

    private sealed record ToldError(int? Errcode, string? Errmsg, string? Msg, string? Hint, IReadOnlyList<RequestProblem>? Errors);
}
