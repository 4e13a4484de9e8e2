using System.Text.Json;

namespace WxYarpGateway.Gateway.Answers;

/// <summary>Writes all errors that the gateway itself answers in JSON, in the shape that the endpoint's callers know.</summary>
internal static class ErrorWriter
{
    /// <summary>Answers a request with an error.</summary>
    public static Task WriteAsync(HttpContext context, GatewayError error)
    {
        var headers = context.Response.Headers;
        if (error.Allow is { } allow)
        {
            headers.Allow = allow;
        }

        if (error.RetryAfterSeconds is { } seconds)
        {
            headers.RetryAfter = seconds;
        }

        return JsonBody.SendAsync(context, error.Status, JsonBody.ContentType, ToJson(error, ErrorShape.For(context)));
    }

    /// <summary>Returns the JSON of an error.</summary>
    public static byte[] ToJson(GatewayError error, ErrorShape shape) => JsonBody.Of(json =>
    {
        if (shape == ErrorShape.WeChat)
        {
            json.WriteNumber("errcode"u8, error.Code);
            json.WriteString("errmsg"u8, error.Message);
            if (error.Hint is { } hint)
            {
                json.WriteString("hint"u8, hint);
            }

            if (error.AuthorizationUrl is { } url)
            {
                json.WriteString("authorizationUrl"u8, url.AbsoluteUri);
            }

            if (error.Id is { } id)
            {
                json.WriteString("id"u8, id);
            }

            WriteEach(json, error.Errors);
            return;
        }

        json.WriteNumber("code"u8, error.Status);
        json.WriteString("msg"u8, error.Message);
        if (!error.IsOurs)
        {
            json.WriteNumber("errcode"u8, error.Code);
        }
    });

    private static void WriteEach(Utf8JsonWriter json, IReadOnlyList<RequestError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        json.WriteStartArray("errors"u8);
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, error.Path);
            json.WriteString("problem"u8, error.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
