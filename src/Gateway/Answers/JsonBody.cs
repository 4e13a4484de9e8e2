using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.Answers;

/// <summary>Writes the JSON objects that the gateway itself answers.</summary>
internal static class JsonBody
{
    /// <summary>The Content-Type of all of them.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Returns an object for a backend.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write) => Of(write, MessageJson.ToBackend);

    /// <summary>Returns an object that is encoded as told.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Sends a body that nobody keeps a copy of; to a HEAD request, only what would be its headers.</summary>
    public static Task SendAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Sends an object as a success.</summary>
    public static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write)
        => SendAsync(context, StatusCodes.Status200OK, ContentType, Of(write));
}
