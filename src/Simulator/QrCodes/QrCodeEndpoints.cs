using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.QrCodes;

/// <summary>Answers <c>POST /cgi-bin/qrcode/create</c> and shows the image of a ticket.</summary>
internal sealed class QrCodeEndpoints(AccessGate gate, QrCodeBook codes, TimeProvider clock)
{
    public ApiAnswer Create(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (QrCodeOrder.Read(json, out var order) is { } fault)
        {
            return fault;
        }

        var code = order!.Lifetime is { } lifetime
            ? codes.CreateTemporary(account.AppId, order.Scene, lifetime)
            : codes.CreatePermanent(account.AppId, order.Scene, account.Switches.PermanentQrCodes);
        return code is null ? ApiError.TooManyQrCodes : new ApiAnswer(Describe(code));
    }

    /// <summary>Shows the image; a ticket that is unknown or expired has none.</summary>
    public async Task<ApiAnswer?> ShowAsync(HttpContext context, ApiCall call)
    {
        if (codes.Find(call.Parameter("ticket")) is not { } code)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(QrPicture.Draw(code.Ticket), context.RequestAborted);
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
