using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Answers <c>POST /wxa/getwxacodeunlimit</c>: an image, or JSON when something is wrong (PROTOCOL 3.9).</summary>
internal sealed class MiniProgramCodeEndpoints(AccessGate gate)
{
    private const int LongestScene = 32;

    // The first bytes of a JPEG, and its end marker.
    private static readonly byte[] Image = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0xFF, 0xD9];

    public async Task<ApiAnswer?> CreateAsync(HttpContext context, ApiCall call)
    {
        call = await ApiCall.ReadAsync(context.Request, context.RequestAborted);
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!gate.TryEnter(call, out _, out var refusal))
        {
            return refusal;
        }

        if (call.Field("scene") is not { Length: <= LongestScene })
        {
            return ApiError.InvalidArguments;
        }

        context.Response.ContentType = "image/jpeg";
        await context.Response.Body.WriteAsync(Image, context.RequestAborted);
        return null;
    }
}
