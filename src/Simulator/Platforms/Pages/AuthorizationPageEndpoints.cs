using System.Globalization;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth.Pages;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Pages;

/// <summary>Serves the authorization pages: on a desktop, and inside WeChat.</summary>
internal sealed class AuthorizationPageEndpoints(
    PlatformBook platforms,
    AccountBook accounts,
    AuthorizationFlow flow,
    LaterPushes later)
{
    /// <summary>The page for a desktop (PC).</summary>
    public const string DesktopPath = "/cgi-bin/componentloginpage";

    /// <summary>The page inside WeChat (H5).</summary>
    public const string PhonePath = "/wxaopen/safe/bindcomponent";

    /// <summary>The older path of the page inside WeChat.</summary>
    public const string OldPhonePath = "/safe/bindcomponent";

    // Only a browser that was shown the page, so that its Referer was right, can press a button.
    private readonly PageKeys _keys = new();

    public Task<ApiAnswer?> OnDesktopAsync(HttpContext context, ApiCall call) => AnswerAsync(context, new AuthorizationLink(call, false));

    public Task<ApiAnswer?> OnPhoneAsync(HttpContext context, ApiCall call) => AnswerAsync(context, new AuthorizationLink(call, true));

    private async Task<ApiAnswer?> AnswerAsync(HttpContext context, AuthorizationLink link)
    {
        context.Response.Headers.CacheControl = "no-store";
        var error = AuthorizationRequest.Read(link, platforms, accounts, out var request);
        if (error is null && link.Call.IsGet)
        {
            error = request!.RefererError(context.Request.Headers.Referer);
        }

        if (error is not null)
        {
            await WriteAsync(context, link, ErrorPage.Of(error));
        }
        else if (link.Call.IsGet)
        {
            await WriteAsync(context, link, AuthorizationPage.Of(request!, _keys.Create(request!.PreAuthCode)));
        }
        else
        {
            await DecideAsync(context, link, request!);
        }

        return null;
    }

    private async Task DecideAsync(HttpContext context, AuthorizationLink link, AuthorizationRequest request)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        if (!_keys.IsOf(form["key"].ToString(), request.PreAuthCode))
        {
            await WriteAsync(context, link, ErrorPage.Of(AuthorizeError.Malformed("The form must be that of a page which was shown.")));
        }
        else if (form["decision"] == "refuse")
        {
            await WriteAsync(context, link, AuthorizationPage.Over("已取消授权", "Cancelled: nothing was authorized or sent."));
        }
        else if (form["decision"] == "allow" && Chosen(request, form) is var (account, sets))
        {
            await AuthorizeAsync(context, link, request, account, sets);
        }
        else
        {
            await WriteAsync(context, link, ErrorPage.Of(AuthorizeError.Malformed("The form must name an offered account and its sets.")));
        }
    }

    private static (SimulatedAccount Account, IReadOnlyList<int> Sets)? Chosen(AuthorizationRequest request, IFormCollection form)
    {
        var numbers = form["set"].Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1);
        return request.Accounts.FirstOrDefault(offered => offered.AppId == form["account"]) is { } account
            && request.Choose(account, [.. numbers]) is { } sets
                ? (account, sets)
                : null;
    }

    private async Task AuthorizeAsync(
        HttpContext context,
        AuthorizationLink link,
        AuthorizationRequest request,
        SimulatedAccount account,
        IReadOnlyList<int> sets)
    {
        if (!request.State.TakePreAuthCode(request.PreAuthCode))
        {
            await WriteAsync(context, link, ErrorPage.Of(AuthorizeError.Malformed("The pre_auth_code was used meanwhile.")));
            return;
        }

        var options = new AuthorizationOptions { PermissionSets = sets };
        var result = await flow.RunAsync(
            request.State,
            account,
            request.PreAuthCode,
            options,
            work => AfterAnswer(context, request, work),
            context.RequestAborted);
        if (request.State.Settings.Switches.RedirectsBack)
        {
            // WeChat adds no state.
            context.Response.Redirect(request.Target.With($"auth_code={Uri.EscapeDataString(result.Code)}&expires_in={result.ExpiresIn}"));
        }
        else
        {
            await WriteAsync(context, link, AuthorizationPage.Over("授权成功", "Authorized. The switch RedirectsBack is off."));
        }
    }

    private void AfterAnswer(HttpContext context, AuthorizationRequest request, Func<CancellationToken, Task> work) =>
        context.Response.OnCompleted(() =>
        {
            later.Run(request.State.AppId, work);
            return Task.CompletedTask;
        });

    private static Task WriteAsync(HttpContext context, AuthorizationLink link, string card) =>
        PageWriter.WriteAsync(context, card, AuthorizationPage.Style, link.IsPhone ? "phone" : "desk");
}
