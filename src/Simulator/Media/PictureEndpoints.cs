using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Answers <c>/cgi-bin/media/uploadimg</c>, for pictures inside articles, and serves files by URL.</summary>
internal sealed class PictureEndpoints(AccessGate gate, MediaShelf shelf, TimeProvider clock)
{
    /// <summary>The path of every file that has a URL; WeChat has separate hosts for them.</summary>
    public const string FilePath = "/mmbiz/file";

    public async Task<ApiAnswer?> UploadAsync(HttpContext context, ApiCall call)
    {
        var form = await ReceivedForm.ReadAsync(context.Request, context.RequestAborted);
        return !call.IsPost ? ApiError.RequiresPost
            : !gate.TryEnter(call, out _, out var refusal) ? refusal
            : form.File is not { } file ? ApiError.MediaMissing
            : MediaRules.CheckPicture(file) is { } error ? error
            : new ApiAnswer(new JsonObject { ["url"] = Publish(context, file.ToFile("image", clock.GetUtcNow())) });
    }

    /// <summary>Returns a URL at which anyone can download the file.</summary>
    public string Publish(HttpContext context, MediaFile file)
    {
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        shelf.Link(key, file);
        return $"{context.Request.Scheme}://{context.Request.Host}{FilePath}?id={key}";
    }

    public async Task<ApiAnswer?> ShowAsync(HttpContext context, ApiCall call)
    {
        if (shelf.TryFindLinked(call.Parameter("id"), out var file))
        {
            await file.WriteAsync(context);
            return null;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return null;
    }
}
