using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Links;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers <c>GET /wxa/get_qrcode</c>: the QR code of the committed version, which testers scan.</summary>
internal sealed class TrialCodeEndpoints(CodeGate gate, CodeBook book)
{
    public const string Path = "/wxa/get_qrcode";

    private const int Side = 430;

    public async Task<ApiAnswer?> ShowAsync(HttpContext context, ApiCall call)
    {
        if (!call.IsGet)
        {
            return ApiError.RequiresGet;
        }

        if (!gate.TryEnter(call, out var caller, out var refusal))
        {
            return refusal;
        }

        if (book.Of(caller.Account.AppId).Report.Committed is not { } committed)
        {
            return CodeErrors.NoCode;
        }

        var text = $"{caller.Account.AppId}/{committed.UserVersion}/{call.Parameter("path")}";
        context.Response.ContentType = "image/jpeg";
        await context.Response.Body.WriteAsync(JpegPicture.Draw(new PicturePattern(text), Side), context.RequestAborted);
        return null;
    }
}
