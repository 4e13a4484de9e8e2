using System.Text.Json;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Answers;

/// <summary>
/// What an endpoint answers: <c>{"code":200,"msg":"OK",…}</c> in go-wx-gateway's shape, a picture or a text; or an error.
/// </summary>
internal sealed class EndpointAnswer
{
    private EndpointAnswer(string contentType, ReadOnlyMemory<byte> body)
    {
        ContentType = contentType;
        Body = body;
    }

    private EndpointAnswer(GatewayError error)
    {
        Error = error;
    }

    /// <summary>Gets the error; <see langword="null"/> for a success.</summary>
    public GatewayError? Error { get; }

    private string ContentType { get; } = JsonBody.ContentType;

    private ReadOnlyMemory<byte> Body { get; }

    /// <summary>Returns a success that is no JSON.</summary>
    public static EndpointAnswer Of(string contentType, byte[] body) => new(contentType, body);

    /// <summary>Returns a success with what is written after <c>code</c> and <c>msg</c>.</summary>
    public static EndpointAnswer Success(Action<Utf8JsonWriter> write) => new(JsonBody.ContentType, JsonBody.Of(json =>
    {
        json.WriteNumber("code"u8, StatusCodes.Status200OK);
        json.WriteString("msg"u8, "OK");
        write(json);
    }));

    /// <summary>Returns an error of the gateway's own.</summary>
    public static EndpointAnswer Failure(int status, string message) => new(GatewayError.Of(status, message));

    /// <summary>
    /// Returns the error of a call to WeChat: 504 when it did not answer, else 502; a sentence may follow WeChat's own words.
    /// </summary>
    public static EndpointAnswer Of(WeChatError error, string advice = "")
    {
        var ours = GatewayError.Of(
            error.IsUnanswered ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway, error.Message + advice);
        return new(ours with { Code = error.ErrorCode ?? ours.Code, RetryAfter = error.RetryAfter });
    }

    /// <summary>Returns the error of a call to WeChat whose answer lacks what the gateway asked for.</summary>
    public static EndpointAnswer Lacking(string what, string advice = "")
        => Failure(StatusCodes.Status502BadGateway, $"WeChat's answer holds no {what}.{advice}");

    /// <summary>Sends the answer.</summary>
    public Task WriteAsync(HttpContext context)
        => Error is { } error
            ? ErrorWriter.WriteAsync(context, error)
            : JsonBody.SendAsync(context, StatusCodes.Status200OK, ContentType, Body);
}
