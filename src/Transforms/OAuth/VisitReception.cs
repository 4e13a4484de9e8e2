using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.TokenService.OAuth;
using WxYarpGateway.TokenService.WeChatApi;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Finds out who came back from WeChat. Whatever goes wrong becomes a sentence for the backend, never a page of ours.</summary>
internal sealed class VisitReception(IOAuthCodes codes, OAuthStates states)
{
    private const string StartAgain = "This visit did not begin in this browser, or too long ago; start again.";

    /// <summary>Receives a visit.</summary>
    /// <param name="request">The browser's request.</param>
    /// <param name="service">The service that it came to.</param>
    /// <param name="cancellationToken">Gives up waiting for WeChat; what is under way there goes on.</param>
    public async ValueTask<Visit> ReceiveAsync(HttpRequest request, WeChatService service, CancellationToken cancellationToken)
    {
        var query = VisitQuery.Read(request.QueryString);
        var visit = new Visit(TargetOf(request), query.State, VisitResult.Refused);
        if (query.Fault is { } fault)
        {
            return visit with { Error = fault };
        }

        // A state without our mark is the affair of whoever made the link, as it is without a gateway.
        if (StartedVisit.IsOurs(query.State))
        {
            if (StartedVisit.Find(request.Cookies, service, query.State) is not { } started)
            {
                return visit with { Result = VisitResult.Forged, Error = StartAgain };
            }

            visit = visit with { State = started.CallersState, To = started.To, IsStarted = true };
        }

        if (query.Code.Length == 0 || OAuthCode.SaysRefused(query.Code))
        {
            return visit with { Result = VisitResult.Denied, Error = "WeChat gave no code: the user did not consent." };
        }

        var exchanged = await ExchangeAsync(visit, service, query.Code, cancellationToken);
        return await MayUseStateAsync(exchanged, service, query.State, cancellationToken)
            ? exchanged
            : visit with { Result = VisitResult.Forged, Error = "This visit has come back before, with another user; start again." };
    }

    // A snapshot page has a virtual user, who becomes the real one whenever the page is opened in full.
    private async ValueTask<bool> MayUseStateAsync(Visit visit, WeChatService service, string state, CancellationToken cancellationToken)
        => !visit.IsStarted
            || visit.User is not { IsSnapshotUser: false } user
            || await states.TryUseAsync(service.Account, state, user.OpenId, cancellationToken);

    private async ValueTask<Visit> ExchangeAsync(Visit visit, WeChatService service, string code, CancellationToken cancellationToken)
    {
        var flag = service.OAuth.UserInfoFlag;
        var isFlagged = flag.Length > 0 && visit.RequestUri.Contains(flag, StringComparison.Ordinal);
        var result = await codes.ExchangeAsync(service.Account, code, isFlagged ? ProfileFetch.Always : ProfileFetch.WhenGranted, cancellationToken);
        return result.TryGet(out var user, out var error)
            ? visit with { Result = VisitResult.Exchanged, User = user, Error = user.ProfileError?.Message ?? "" }
            : visit with { Result = error.Class == ErrorClass.UserAuthorization ? VisitResult.Refused : VisitResult.Failed, Error = error.Message };
    }

    private static string TargetOf(HttpRequest request)
        => request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target && target.StartsWith('/')
            ? target
            : $"{request.PathBase}{request.Path}{request.QueryString}";
}
