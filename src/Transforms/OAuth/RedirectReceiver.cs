using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Receives OAuth redirects: checks the state and exchanges the code. The backend gets any error as a sentence.</summary>
internal sealed class RedirectReceiver(IOAuthCodes codes, OAuthStates states)
{
    private const string StartAgain = "This redirect did not begin in this browser, or too long ago; start again.";
    private const string UsedByAnother = "This redirect has come back before, with another user; start again.";

    /// <summary>Receives a redirect.</summary>
    /// <param name="request">The browser's request.</param>
    /// <param name="service">The service of the route.</param>
    /// <param name="cancellationToken">Ends the wait for WeChat; the exchange itself goes on.</param>
    public async ValueTask<OAuthRedirect> ReceiveAsync(HttpRequest request, WeChatService service, CancellationToken cancellationToken)
    {
        var query = RedirectQuery.Read(request.QueryString);
        var redirect = new OAuthRedirect(TargetOf(request), query.State, RedirectResult.Refused);
        if (query.Error is { } error)
        {
            return redirect with { Error = error };
        }

        // A state without our prefix belongs to the author of the link, who checks it as without a gateway.
        if (StateCookie.IsOurs(query.State))
        {
            if (StateCookie.Find(request.Cookies, service, query.State) is not { } cookie)
            {
                return redirect with { Result = RedirectResult.Forged, Error = StartAgain };
            }

            redirect = redirect with { State = cookie.CallersState, To = cookie.To, IsStarted = true };
        }

        if (query.Code.Length == 0 || OAuthCode.SaysRefused(query.Code))
        {
            return redirect with { Result = RedirectResult.Denied, Error = "WeChat gave no code: the user did not consent." };
        }

        var exchanged = await ExchangeAsync(redirect, service, query.Code, cancellationToken);
        return await MayUseStateAsync(exchanged, service, query.State, cancellationToken)
            ? exchanged
            : redirect with { Result = RedirectResult.Forged, Error = UsedByAnother };
    }

    // A snapshot page (快照页) has a virtual user. The real one follows with the same state once the page is opened in full.
    private async ValueTask<bool> MayUseStateAsync(
        OAuthRedirect redirect, WeChatService service, string state, CancellationToken cancellationToken)
        => !redirect.IsStarted
            || redirect.User is not { IsSnapshotUser: false } user
            || await states.TryUseAsync(service.Account, state, user.OpenId, cancellationToken);

    private async ValueTask<OAuthRedirect> ExchangeAsync(
        OAuthRedirect redirect, WeChatService service, string code, CancellationToken cancellationToken)
    {
        var flag = service.OAuth.UserInfoFlag;
        var isFlagged = flag.Length > 0 && redirect.RequestUri.Contains(flag, StringComparison.Ordinal);
        var profile = isFlagged ? ProfileFetch.Always : ProfileFetch.WhenGranted;
        var result = await codes.ExchangeAsync(service.Account, code, profile, cancellationToken);
        return result.TryGet(out var user, out var error)
            ? redirect with { Result = RedirectResult.Exchanged, User = user, Error = user.ProfileError?.Message ?? "" }
            : redirect with
            {
                Result = error.Class == ErrorClass.UserAuthorization ? RedirectResult.Refused : RedirectResult.Failed,
                Error = error.Message,
            };
    }

    private static string TargetOf(HttpRequest request)
        => request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target && target.StartsWith('/')
            ? target
            : $"{request.PathBase}{request.Path}{request.QueryString}";
}
