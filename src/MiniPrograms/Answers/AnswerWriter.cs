using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxYarpGateway.MiniPrograms.Answers;

/// <summary>Writes answers in mpapi's envelope: <c>{"status":0,"data":{…}}</c>, or <c>{"status":3,"message":"…"}</c>.</summary>
internal static class AnswerWriter
{
    private const string ContentType = "application/json; charset=utf-8";

    // No page shows it.
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends an answer; does nothing for one that is written already.</summary>
    public static Task WriteAsync(HttpContext context, LoginAnswer answer)
    {
        if (ReferenceEquals(answer, LoginAnswer.Written))
        {
            return Task.CompletedTask;
        }

        var json = ToJson(answer);
        var response = context.Response;
        response.StatusCode = answer.HttpStatus;
        response.ContentType = ContentType;
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (answer.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.HttpStatus == StatusCodes.Status413PayloadTooLarge)
        {
            // The server neither reads the rest of the body nor takes it for the next request.
            response.Headers.Connection = "close";
        }

        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    /// <summary>Returns the JSON of an answer.</summary>
    public static ReadOnlyMemory<byte> ToJson(LoginAnswer answer)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, Unescaped))
        {
            json.WriteStartObject();
            json.WriteNumber("status"u8, (int)answer.Status);
            if (answer.Fields is { } write)
            {
                json.WriteStartObject("data"u8);
                write(json);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("message"u8, answer.Message);
            }

            if (answer.ErrorCode is { } code)
            {
                json.WriteNumber("errcode"u8, code);
            }

            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}
