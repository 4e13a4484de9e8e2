using System.Globalization;
using System.Text.Json;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>What an endpoint answers, in go-wx-gateway's shape: <c>{"code":200,"msg":"OK",…}</c>, or <c>{"code":502,"msg":"…","errcode":…}</c>; or a picture.</summary>
internal sealed record EndpointAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Gets what went wrong, fit to be logged; <see langword="null"/> for a success.</summary>
    public string? Reason { get; private init; }

    /// <summary>Gets the methods that are allowed, where another one was used.</summary>
    public string? Allow { get; private init; }

    /// <summary>Gets how long asking again is pointless, where that is known.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Returns a success that is no JSON.</summary>
    public static EndpointAnswer Of(string contentType, byte[] body) => new(StatusCodes.Status200OK, contentType, body);

    /// <summary>Returns a success with what is written after <c>code</c> and <c>msg</c>.</summary>
    public static EndpointAnswer Success(Action<Utf8JsonWriter> write)
        => new(StatusCodes.Status200OK, GatewayError.ContentType, ToJson(StatusCodes.Status200OK, "OK", write));

    /// <summary>Returns a failure.</summary>
    public static EndpointAnswer Failure(int status, string message, int? errorCode = null)
        => new(status, GatewayError.ContentType, ToJson(status, message, json => WriteErrorCode(json, errorCode))) { Reason = message };

    /// <summary>Returns the failure of a call to WeChat: 504 when it did not answer, else 502; a sentence may follow WeChat's own words.</summary>
    public static EndpointAnswer Of(WeChatError error, string advice = "")
    {
        var status = error.IsUnanswered ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway;
        return Failure(status, error.Message + advice, error.ErrorCode) with { RetryAfter = error.RetryAfter };
    }

    /// <summary>Returns the failure of a call to WeChat whose answer lacks what it was asked for.</summary>
    public static EndpointAnswer Lacking(string what, string advice = "") => Failure(StatusCodes.Status502BadGateway, $"WeChat's answer holds no {what}.{advice}");

    /// <summary>Returns the failure of a request with another method.</summary>
    public static EndpointAnswer MethodNotAllowed(string allowed)
        => Failure(StatusCodes.Status405MethodNotAllowed, $"Use {allowed}.") with { Allow = allowed };

    /// <summary>Sends the answer.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Allow = Allow;
        response.Headers.RetryAfter = RetryAfter is { } wait ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
    }

    private static void WriteErrorCode(Utf8JsonWriter json, int? errorCode)
    {
        if (errorCode is { } code)
        {
            json.WriteNumber("errcode"u8, code);
        }
    }

    private static byte[] ToJson(int code, string message, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, MessageJson.ToBackend))
        {
            json.WriteStartObject();
            json.WriteNumber("code"u8, code);
            json.WriteString("msg"u8, message);
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
