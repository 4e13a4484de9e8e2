using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.OAuth.Pages;

namespace WxYarpGateway.Simulator.Platforms.Pages;

/// <summary>A valid link to an authorization page: the platform, where to return, and what may be chosen.</summary>
internal sealed record AuthorizationRequest(
    PlatformState State,
    string PreAuthCode,
    RedirectTarget Target,
    IReadOnlyList<SimulatedAccount> Accounts,
    IReadOnlyList<int> PermissionSets)
{
    // A page of more is of no use; biz_appid names any account.
    private const int MostAccounts = 200;

    /// <summary>Checks a link as WeChat does. Returns the error, or null and the request.</summary>
    public static AuthorizeError? Read(
        AuthorizationLink link,
        PlatformBook platforms,
        AccountBook accounts,
        out AuthorizationRequest? request)
    {
        request = null;
        if (link.IsPhone && (link["action"] != "bindcomponent" || link["no_scan"] != "1"))
        {
            return AuthorizeError.Malformed("On a phone the link needs action=bindcomponent and no_scan=1.");
        }

        if (!platforms.TryFind(link["component_appid"], out var state))
        {
            return Error("component_appid 无效", "The simulator has no platform with this component_appid.");
        }

        if (link["redirect_uri"] is not { } uri || !RedirectTarget.TryParse(uri, out var target))
        {
            return Error("redirect_uri 无效", "redirect_uri must be an http or https URL.");
        }

        if (!target.IsWithin(state.Settings.AuthorizationDomains))
        {
            return ForeignDomain(target.Url.Host, "The host of redirect_uri is not among the platform's AuthorizationDomains.");
        }

        if (link["pre_auth_code"] is not { } code || !state.IsPreAuthCodeValid(code))
        {
            return Error("pre_auth_code 无效", "The pre_auth_code is unknown, used or expired; create one for each link, on the click.");
        }

        if (link.OfferedKinds() is not { } kinds)
        {
            return Error("auth_type 无效", "auth_type must be 1 (official accounts), 2 (mini programs), 3 (both), 5 or 6.");
        }

        if (!link.TryReadCategories(out var wanted))
        {
            return Error("category_id_list 无效", "category_id_list must be numbers of permission sets, such as 1|2.");
        }

        var offered = Offer(link["biz_appid"], kinds, accounts);
        if (offered.Count == 0)
        {
            return Error("没有可授权的帐号", "The simulator has no account that biz_appid or auth_type allows.");
        }

        IReadOnlyList<int> sets = [.. state.Settings.PermissionSets.Where(id => wanted?.Contains(id) ?? true)];
        request = new AuthorizationRequest(state, code, target, offered, sets);
        return null;
    }

    /// <summary>Returns the error of the page that the browser comes from, or null: it must be one of a registered domain.</summary>
    public AuthorizeError? RefererError(string? referer) =>
        !Uri.TryCreate(referer, UriKind.Absolute, out var page) || !page.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal)
            ? ForeignDomain("空", "There is no Referer: open the link from a page of a registered domain; do not type it or redirect to it.")
        : State.Settings.AuthorizationDomains is { Count: > 0 } domains && !domains.Contains(page.Host, StringComparer.OrdinalIgnoreCase)
            ? ForeignDomain(page.Host, "The page that links here is not of one of the platform's AuthorizationDomains.")
        : null;

    /// <summary>Returns the chosen permission sets, or null when one of them was not offered to the account.</summary>
    public IReadOnlyList<int>? Choose(SimulatedAccount account, IReadOnlyList<int> chosen) =>
        chosen.All(id => PermissionSets.Contains(id)) ? [.. chosen.Where(id => PermissionTable.Fits(id, account.Kind))] : null;

    // biz_appid wins over auth_type.
    private static IReadOnlyList<SimulatedAccount> Offer(string? bizAppId, IReadOnlyList<AccountKind> kinds, AccountBook accounts) =>
        bizAppId is not null
            ? (accounts.TryFind(bizAppId, out var account) ? [account] : [])
            : [.. accounts.All.Where(known => kinds.Contains(known.Kind)).Take(MostAccounts)];

    private static AuthorizeError ForeignDomain(string host, string meaning) =>
        Error($"请确认授权入口页所在域名，与授权后回调URL的域名一致。域名:{host}", meaning);

    private static AuthorizeError Error(string words, string meaning) => new(null, words, meaning);
}
