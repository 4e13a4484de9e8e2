using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>A valid link to the authorize page.</summary>
internal sealed record AuthorizeRequest(SimulatedAccount Account, RedirectTarget Target, string Scope, string State, bool ForcesPopup)
{
    /// <summary>Checks a link as WeChat does. Returns the error, or null and the request.</summary>
    public static AuthorizeError? Read(
        AuthorizeLink link,
        AccountBook accounts,
        Func<string, string, bool> isAuthorized,
        out AuthorizeRequest? request)
    {
        request = null;
        if (link.FindError() is { } orderError)
        {
            return AuthorizeError.Malformed(orderError);
        }

        if (link["appid"] is not { } appId)
        {
            return AuthorizeError.NoAppId;
        }

        if (!accounts.TryFind(appId, out var account))
        {
            return AuthorizeError.UnknownAppId;
        }

        if (ErrorOf(account) is { } error)
        {
            return error;
        }

        if (link["redirect_uri"] is not { } redirectUri)
        {
            return AuthorizeError.NoRedirectUri;
        }

        if (!RedirectTarget.TryParse(redirectUri, out var target) || !target.IsWithin(account.OAuthDomains))
        {
            return AuthorizeError.ForeignDomain;
        }

        if (link["response_type"] != "code")
        {
            return AuthorizeError.Malformed("response_type must be 'code'.");
        }

        if (link["scope"] is not { } scope)
        {
            return AuthorizeError.NoScope;
        }

        if (!Grants(account, scope))
        {
            return AuthorizeError.ForeignScope;
        }

        var state = link["state"] ?? "";
        if (state.Length > OAuthRules.LongestState || !state.All(char.IsAsciiLetterOrDigit))
        {
            return AuthorizeError.Malformed($"state must have at most {OAuthRules.LongestState} letters and digits.");
        }

        request = new AuthorizeRequest(account, target, scope, state, link["forcePopup"] == "true");
        return link["component_appid"] is { } platform && !isAuthorized(platform, appId) ? AuthorizeError.NoPlatform : null;
    }

    private static bool Grants(SimulatedAccount account, string scope) => scope switch
    {
        OAuthScope.Base => !account.Switches.LackedApis.Contains(ApiPath.Authorize),
        OAuthScope.UserInfo => !account.Switches.LackedApis.Any(api => api is ApiPath.Authorize or ApiPath.OAuthUserInfo),
        _ => false,
    };

    private static AuthorizeError? ErrorOf(SimulatedAccount account) =>
        account.Switches.IsBusy ? AuthorizeError.Busy
        : account.Switches.AuthorizeError is { } number ? AuthorizeError.Of(number, "The account's switch AuthorizeError is set.")
        : null;
}
