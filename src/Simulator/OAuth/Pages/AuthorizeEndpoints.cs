using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>Serves <c>/connect/oauth2/authorize</c>: redirects the browser back with a code, at once or after the user's consent.</summary>
internal sealed class AuthorizeEndpoints(
    AccountBook accounts,
    UserBook users,
    OAuthRegister register,
    SignedInUsers signedIn,
    Func<string, string, bool> isAuthorizedToPlatform)
{
    // The field and value that the consent page's form sends.
    private const string Decision = "decision";
    private const string Allowed = "allow";

    public async Task<ApiAnswer?> AuthorizeAsync(HttpContext context, ApiCall call)
    {
        context.Response.Headers.CacheControl = "no-store";
        var link = new AuthorizeLink(context.Request.QueryString.Value);
        var error = AuthorizeRequest.Read(link, accounts, isAuthorizedToPlatform, out var request);
        if (error is not null)
        {
            await PageWriter.WriteAsync(context, ErrorPage.Of(error));
        }
        else if (call.IsGet)
        {
            await AskAsync(context, request!);
        }
        else
        {
            await DecideAsync(context, request!);
        }

        return null;
    }

    private async Task AskAsync(HttpContext context, AuthorizeRequest request)
    {
        var user = signedIn.Find(context, request.Account.AppId);
        switch (AnswerWithoutAsking(request, user))
        {
            case ConsentAnswer.Allow:
                Return(context, request, user);
                break;
            case ConsentAnswer.Refuse:
                Return(context, request, user: null);
                break;
            default:
                await PageWriter.WriteAsync(context, ConsentPage.Of(request.Account, users.Of(request.Account.AppId), user));
                break;
        }
    }

    private async Task DecideAsync(HttpContext context, AuthorizeRequest request)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        if (form[Decision] == "refuse")
        {
            Return(context, request, user: null);
        }
        else if (form[Decision] == Allowed && ChosenUser(request.Account.AppId, form) is { } user)
        {
            SignedInUsers.Remember(context, request.Account.AppId, user);
            Return(context, request, user);
        }
        else
        {
            await PageWriter.WriteAsync(context, ErrorPage.Of(AuthorizeError.Malformed("The form must name the user and the decision.")));
        }
    }

    // WeChat does not ask for the openid alone, on snapshot pages, and within 30 days of a consent.
    private static ConsentAnswer AnswerWithoutAsking(AuthorizeRequest request, SimulatedUser user) =>
        request.Scope == OAuthScope.Base ? ConsentAnswer.Allow
        : request.Account.Switches.Consent == ConsentAnswer.Refuse ? ConsentAnswer.Refuse
        : request.ForcesPopup ? ConsentAnswer.Ask
        : user.IsSnapshot ? ConsentAnswer.Allow
        : request.Account.Switches.Consent;

    private SimulatedUser? ChosenUser(string appId, IFormCollection form) =>
        form["user"] == ConsentPage.NewUser ? signedIn.Create(appId, form["nickname"].ToString())
        : users.TryFind(appId, form["user"], out var user) ? user
        : null;

    private void Return(HttpContext context, AuthorizeRequest request, SimulatedUser? user)
    {
        var code = user is null ? RefusalOf(request)
            : register.IssueCode(request.Account.AppId, user.OpenId, request.Scope);
        context.Response.Redirect(request.Target.With(code, request.State));
    }

    private static string? RefusalOf(AuthorizeRequest request) => request.Account.Switches.SendsAuthDeny ? OAuthRules.RefusedCode : null;
}
