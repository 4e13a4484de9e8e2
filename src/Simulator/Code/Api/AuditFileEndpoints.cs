using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Media;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers <c>/wxa/uploadmedia</c>: pictures and videos that show the audit how the mini program works.</summary>
internal sealed class AuditFileEndpoints(CodeGate gate, AuditMedia media)
{
    public const string UploadPath = "/wxa/uploadmedia";

    public async Task<ApiAnswer?> UploadAsync(HttpContext context, ApiCall call)
    {
        var form = await ReceivedForm.ReadAsync(context.Request, context.RequestAborted);
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!gate.TryEnter(call, out var caller, out var refusal))
        {
            return refusal;
        }

        if (form.File is not { } file)
        {
            return ApiError.MediaMissing;
        }

        var type = MediaRules.TypeOf(file).StartsWith("video/", StringComparison.Ordinal) ? "video" : "image";
        if (MediaRules.Check(type, file) is { } error)
        {
            return error;
        }

        var id = RandomNumberGenerator.GetHexString(64);
        media.Add(caller.Account.AppId, id);
        return ApiAnswer.Ok().And("type", type).And("mediaid", (JsonNode)id);
    }
}
