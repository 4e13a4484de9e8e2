using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Answers <c>/cgi-bin/media/upload</c>, <c>/cgi-bin/media/get</c> and <c>/cgi-bin/media/get/jssdk</c>.</summary>
public sealed class MediaEndpoints
{
    private const int ChunkSize = 64 * 1024;

    // Documented: an uploaded file can be used for three days.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly AccessGate _gate;
    private readonly MediaShelf _shelf;
    private readonly TimeProvider _clock;

    internal MediaEndpoints(AccessGate gate, MediaShelf shelf, TimeProvider clock)
    {
        _gate = gate;
        _shelf = shelf;
        _clock = clock;
    }

    /// <summary>Returns the byte that a file of <see cref="MediaShelf.Add(string, string, long)"/> has at a position.</summary>
    public static byte ByteAt(long position) => (byte)((position * 31) + (position >> 16));

    /// <summary>Receives an upload; like WeChat, it reads the whole body before it refuses.</summary>
    internal async Task<ApiAnswer?> UploadAsync(HttpContext context, ApiCall call)
    {
        var form = await ReceivedForm.ReadAsync(context.Request, context.RequestAborted);
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!_gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        if (!form.IsForm)
        {
            return ApiError.MediaMissing;
        }

        var type = call.Parameter("type");
        if (!MediaRules.IsKind(type))
        {
            return ApiError.InvalidMediaType;
        }

        // A body that only has a form's content type is recorded but cannot be downloaded, so that tests may send any bytes.
        if (form.Parts.Count > 0 && (form.File is { } sent ? MediaRules.Check(type!, sent) : ApiError.MediaMissing) is { } error)
        {
            return error;
        }

        _shelf.Add(new MediaUpload(account.AppId, type!, form.ContentType, form.Length, form.Sha256));
        var (id, now) = (RandomNumberGenerator.GetHexString(64), _clock.GetUtcNow());
        if (form.File is { } file)
        {
            _shelf.Add(account.AppId, id, file.ToFile(type!, now));
        }

        var idName = type == "thumb" ? "thumb_media_id" : "media_id";
        var answer = new JsonObject { ["type"] = type, [idName] = id, ["created_at"] = now.ToUnixTimeSeconds() };
        return new ApiAnswer(answer, ApiAnswer.PlainText);
    }

    /// <summary>Sends a file; its errors are JSON labelled as plain text.</summary>
    internal async Task<ApiAnswer?> GetAsync(HttpContext context, ApiCall call)
    {
        if (!_gate.TryEnter(call, out var account, out var refusal))
        {
            return ApiAnswer.PlainOf(refusal);
        }

        if (_shelf.TryFind(account.AppId, call.Parameter("media_id"), out MediaFile? file) && _clock.GetUtcNow() - file.At < Lifetime)
        {
            await file.WriteAsync(context);
            return null;
        }

        if (!_shelf.TryFind(account.AppId, call.Parameter("media_id"), out long? length))
        {
            return ApiAnswer.PlainOf(ApiError.InvalidMediaId);
        }

        await DrawAsync(context, length.Value);
        return null;
    }

    /// <summary>Sends a voice recording in high quality; other files are unknown to this API.</summary>
    internal async Task<ApiAnswer?> GetVoiceAsync(HttpContext context, ApiCall call) =>
        _gate.TryEnter(call, out var account, out _)
            && _shelf.TryFind(account.AppId, call.Parameter("media_id"), out MediaFile? file)
            && !file.ContentType.StartsWith("audio/", StringComparison.Ordinal)
            && file.Kind != "voice"
                ? ApiAnswer.PlainOf(ApiError.InvalidMediaId)
                : await GetAsync(context, call);

    private static async Task DrawAsync(HttpContext context, long length)
    {
        context.Response.ContentType = "video/mp4";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"media.mp4\"";
        context.Response.ContentLength = length;
        var chunk = new byte[ChunkSize];
        for (var position = 0L; position < length; position += chunk.Length)
        {
            var size = (int)Math.Min(chunk.Length, length - position);
            for (var index = 0; index < size; index++)
            {
                chunk[index] = ByteAt(position + index);
            }

            await context.Response.Body.WriteAsync(chunk.AsMemory(0, size), context.RequestAborted);
        }
    }
}
