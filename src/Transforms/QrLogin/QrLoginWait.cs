using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>
/// Tells the browser that shows the QR code how the sign-in stands (<c>GET {QrLoginPath}/wait?login</c>), and sends it on with a code
/// (<c>GET {QrLoginPath}/finish?login</c>).
/// </summary>
internal sealed class QrLoginWait(QrLoginStore logins)
{
    /// <summary>Answers how the sign-in stands: <c>waiting</c>, <c>scanned</c>, <c>confirmed</c>, or <c>over</c>.</summary>
    public async Task TellAsync(HttpContext context, WeChatService service, QrLoginSettings settings)
    {
        var state = await FindAsync(context, service, settings) is not { } login ? "over"
            : await logins.IsConfirmedAsync(service.Account, login.Id, context.RequestAborted) ? "confirmed"
            : await logins.ScanOfAsync(service.Account, login.Id, context.RequestAborted) is not null ? "scanned"
            : "waiting";
        var body = Encoding.ASCII.GetBytes($$"""{"state":"{{state}}"}""");
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Sends the browser on. A browser that asks twice gets two codes, both for the same user.</summary>
    public async Task FinishAsync(HttpContext context, WeChatService service, QrLoginSettings settings)
    {
        if (await FindAsync(context, service, settings) is not { } login
            || !await logins.IsConfirmedAsync(service.Account, login.Id, context.RequestAborted)
            || await logins.ScanOfAsync(service.Account, login.Id, context.RequestAborted) is not { } scan)
        {
            await QrLoginPages.OverAsync(context);
            return;
        }

        Dictionary<string, string?> parameters = new()
        {
            ["code"] = await logins.IssueCodeAsync(service.Account, scan.OpenId, context.RequestAborted),
        };
        if (login.State.Length > 0)
        {
            parameters["state"] = login.State;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.Location = QueryHelpers.AddQueryString(login.To, parameters);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
    }

    // Another browser learns nothing, not even whether there is such a sign-in.
    private async ValueTask<QrLoginAttempt?> FindAsync(HttpContext context, WeChatService service, QrLoginSettings settings)
        => context.Request.Query["login"] is [{ Length: QrLoginAttempt.IdLength } id]
            && await logins.FindAsync(service.Account, id, context.RequestAborted) is { } login
            && QrLoginCookie.IsFromItsBrowser(context.Request, settings, login)
                ? login
                : null;
}
