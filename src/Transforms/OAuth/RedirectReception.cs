using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Finds out who came back from WeChat. Whatever goes wrong becomes a sentence for the backend, never a page of ours.</summary>
internal sealed class RedirectReception(IOAuthCodes codes, OAuthStates states)
{
    private const string StartAgain = "This redirect did not begin in this browser, or too long ago; start again.";

    /// <summary>Receives a redirect.</summary>
    /// <param name="request">The browser's request.</param>
    /// <param name="service">The service that it came to.</param>
    /// <param name="cancellationToken">Gives up waiting for WeChat; what is under way there goes on.</param>
    public async ValueTask<OAuthRedirect> ReceiveAsync(HttpRequest request, WeChatService service, CancellationToken cancellationToken)
    {
        var query = RedirectQuery.Read(request.QueryString);
        var redirect = new OAuthRedirect(TargetOf(request), query.State, RedirectResult.Refused);
        if (query.Error is { } error)
        {
            return redirect with { Error = error };
        }

        // A state without our mark is the affair of whoever made the link, as it is without a gateway.
        if (StartedRedirect.IsOurs(query.State))
        {
            if (StartedRedirect.Find(request.Cookies, service, query.State) is not { } started)
            {
                return redirect with { Result = RedirectResult.Forged, Error = StartAgain };
            }

            redirect = redirect with { State = started.CallersState, To = started.To, IsStarted = true };
        }

        if (query.Code.Length == 0 || OAuthCode.SaysRefused(query.Code))
        {
            return redirect with { Result = RedirectResult.Denied, Error = "WeChat gave no code: the user did not consent." };
        }

        var exchanged = await ExchangeAsync(redirect, service, query.Code, cancellationToken);
        return await MayUseStateAsync(exchanged, service, query.State, cancellationToken)
            ? exchanged
            : redirect with { Result = RedirectResult.Forged, Error = "This redirect has come back before, with another user; start again." };
    }

    // A snapshot page has a virtual user, who becomes the real one whenever the page is opened in full.
    private async ValueTask<bool> MayUseStateAsync(OAuthRedirect redirect, WeChatService service, string state, CancellationToken cancellationToken)
        => !redirect.IsStarted
            || redirect.User is not { IsSnapshotUser: false } user
            || await states.TryUseAsync(service.Account, state, user.OpenId, cancellationToken);

    private async ValueTask<OAuthRedirect> ExchangeAsync(OAuthRedirect redirect, WeChatService service, string code, CancellationToken cancellationToken)
    {
        var flag = service.OAuth.UserInfoFlag;
        var isFlagged = flag.Length > 0 && redirect.RequestUri.Contains(flag, StringComparison.Ordinal);
        var result = await codes.ExchangeAsync(service.Account, code, isFlagged ? ProfileFetch.Always : ProfileFetch.WhenGranted, cancellationToken);
        return result.TryGet(out var user, out var error)
            ? redirect with { Result = RedirectResult.Exchanged, User = user, Error = user.ProfileError?.Message ?? "" }
            : redirect with { Result = error.Class == ErrorClass.UserAuthorization ? RedirectResult.Refused : RedirectResult.Failed, Error = error.Message };
    }

    private static string TargetOf(HttpRequest request)
        => request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target && target.StartsWith('/')
            ? target
            : $"{request.PathBase}{request.Path}{request.QueryString}";
}
