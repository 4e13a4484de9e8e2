using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Answers <c>/cgi-bin/media/upload</c> and <c>/cgi-bin/media/get</c>, without ever holding a whole file.</summary>
public sealed class MediaEndpoints
{
    private const int ChunkSize = 64 * 1024;

    private readonly AccessGate _gate;
    private readonly MediaShelf _shelf;
    private readonly TimeProvider _clock;

    internal MediaEndpoints(AccessGate gate, MediaShelf shelf, TimeProvider clock)
    {
        _gate = gate;
        _shelf = shelf;
        _clock = clock;
    }

    /// <summary>Returns the byte that every downloaded file has at a position.</summary>
    public static byte ByteAt(long position) => (byte)((position * 31) + (position >> 16));

    /// <summary>Takes an upload in; like WeChat, it reads the body to its end before it refuses.</summary>
    internal async Task<ApiAnswer?> UploadAsync(HttpContext context, ApiCall call)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkSize];
        long length = 0;
        while (await context.Request.Body.ReadAsync(chunk, context.RequestAborted) is var read and > 0)
        {
            digest.AppendData(chunk, 0, read);
            length += read;
        }

        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!_gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        var contentType = context.Request.ContentType ?? "";
        if (length == 0 || !contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return ApiError.MediaMissing;
        }

        var type = call.Parameter("type") ?? "";
        _shelf.Add(new MediaUpload(account.AppId, type, contentType, length, Convert.ToHexStringLower(digest.GetHashAndReset())));
        return new ApiAnswer(
            new JsonObject { ["type"] = type, ["media_id"] = RandomNumberGenerator.GetHexString(64), ["created_at"] = _clock.GetUtcNow().ToUnixTimeSeconds() },
            ApiAnswer.PlainText);
    }

    /// <summary>Sends a file; errors are JSON that is called plain text.</summary>
    internal async Task<ApiAnswer?> GetAsync(HttpContext context, ApiCall call)
    {
        if (!_gate.TryEnter(call, out var account, out var refusal))
        {
            return ApiAnswer.PlainOf(refusal);
        }

        if (!_shelf.TryFind(account.AppId, call.Parameter("media_id"), out var length))
        {
            return ApiAnswer.PlainOf(ApiError.InvalidMediaId);
        }

        context.Response.ContentType = "video/mp4";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"media.mp4\"";
        context.Response.ContentLength = length;
        var chunk = new byte[ChunkSize];
        for (var position = 0L; position < length; position += chunk.Length)
        {
            var size = (int)Math.Min(chunk.Length, length.Value - position);
            for (var index = 0; index < size; index++)
            {
                chunk[index] = ByteAt(position + index);
            }

            await context.Response.Body.WriteAsync(chunk.AsMemory(0, size), context.RequestAborted);
        }

        return null;
    }
}
