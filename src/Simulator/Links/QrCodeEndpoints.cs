using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Answers <c>POST /cgi-bin/qrcode/create</c> and serves the image of a ticket.</summary>
internal sealed class QrCodeEndpoints(AccessGate gate, QrCodeBook codes, TimeProvider clock)
{
    private const int PictureSide = 200;

    public ApiAnswer Create(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (QrCodeOrder.Read(json, out var order) is { } error)
        {
            return error;
        }

        var code = order!.Lifetime is { } lifetime
            ? codes.CreateTemporary(account.AppId, order.Scene, lifetime)
            : codes.CreatePermanent(account.AppId, order.Scene, account.Switches.PermanentQrCodes);
        return code is null ? ApiError.TooManyQrCodes : new ApiAnswer(Describe(code));
    }

    /// <summary>Serves the image; an unknown or expired ticket gets 404.</summary>
    public async Task<ApiAnswer?> ShowAsync(HttpContext context, ApiCall call)
    {
        if (codes.Find(call.Parameter("ticket")) is not { } code)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(PngPicture.Draw(new PicturePattern(code.Ticket), PictureSide), context.RequestAborted);
        return null;
    }

    private JsonObject Describe(QrCode code)
    {
        var answer = new JsonObject { ["ticket"] = code.Ticket };
        if (code.ExpiresAt < DateTimeOffset.MaxValue)
        {
            answer["expire_seconds"] = (int)Math.Round((code.ExpiresAt - clock.GetUtcNow()).TotalSeconds);
        }

        answer["url"] = code.Url;
        return answer;
    }
}
