using System.Globalization;
using System.Text.Json;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>What the gateway itself answers on the internal listener when it cannot do what is asked: WeChat's shape, with codes that WeChat does not use.</summary>
/// <remarks>A code is -70 and the HTTP status, so that each says what the other does. All of them are listed in <c>docs/wechat-api.md</c>.</remarks>
internal sealed record GatewayError(int Code, int Status, string Message)
{
    /// <summary>The Content-Type of all JSON that the gateway itself writes.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>The request is not what the endpoint takes.</summary>
    public const int BadRequest = -70400;

    /// <summary>No API key, or a wrong one.</summary>
    public const int Unauthorized = -70401;

    /// <summary>No such endpoint, or no such service.</summary>
    public const int NotFound = -70404;

    /// <summary>The method does not fit the endpoint.</summary>
    public const int MethodNotAllowed = -70405;

    /// <summary>The body is larger than the endpoint takes.</summary>
    public const int TooLarge = -70413;

    /// <summary>WeChat cannot be reached, or broke off.</summary>
    public const int WeChatUnreachable = -70502;

    /// <summary>WeChat gives no token for the account, or none just now, or the store does not answer; the text says why.</summary>
    public const int Unavailable = -70503;

    /// <summary>WeChat did not answer in time.</summary>
    public const int WeChatLate = -70504;

    /// <summary>Gets how long asking again is pointless, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Returns the error for a token that is not to be had.</summary>
    public static GatewayError Of(WeChatError error)
        => new(Unavailable, StatusCodes.Status503ServiceUnavailable, error.Message) { RetryAfter = error.RetryAfter };

    /// <summary>Returns the error for a service that is not configured.</summary>
    public static GatewayError UnknownService() => new(NotFound, StatusCodes.Status404NotFound, "No such service is configured.");

    /// <summary>Gets the value of the header <c>Retry-After</c>, or <see langword="null"/>.</summary>
    public string? RetryAfterSeconds => RetryAfter is { } wait ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Returns the JSON.</summary>
    public byte[] ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, MessageJson.ToBackend))
        {
            writer.WriteStartObject();
            writer.WriteNumber("errcode"u8, Code);
            writer.WriteString("errmsg"u8, Message);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    /// <summary>Answers a request with the error.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var body = ToJson();
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
