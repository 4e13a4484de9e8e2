using System.Globalization;
using System.Text;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.OAuth.Pages;

namespace WxYarpGateway.Simulator.Platforms.Pages;

/// <summary>Renders the page on which an account's administrator authorizes a platform, for a desktop or for a phone.</summary>
internal static class AuthorizationPage
{
    /// <summary>What the page adds to the style of the others: a list of permission sets and, on a desktop, two columns.</summary>
    public const string Style =
        """
        fieldset { margin: 16px 0 0; padding: 0; border: 0 }
        legend { padding: 0; margin-bottom: 4px; color: var(--quiet); font-size: 13px }
        .set { display: flex; align-items: center; gap: 10px; min-height: 44px; margin: 0; color: var(--text); font-size: 16px }
        .set + .set { border-top: 1px solid var(--line) }
        .set input { flex: none; width: 20px; height: 20px; min-height: 0; margin: 0; accent-color: var(--green) }
        .set small { margin-left: auto }
        @supports selector(:has(*)) {
          form:has(.official:checked) .set.mini, form:has(.mini:checked) .set.official { display: none }
        }
        @media (min-width: 760px) {
          main.desk { max-width: 760px; padding: 32px }
          .desk form { display: grid; grid-template-columns: 1fr 1fr; gap: 0 32px; align-items: start }
          .desk .choice { grid-column: 1 / -1; justify-content: flex-start }
          .desk .choice button { flex: none; min-width: 140px }
          .desk fieldset { margin-top: 16px }
        }
        """;

    private static readonly Rune Unnamed = new('?');

    // The form has no action, so it is sent to the page's own URL with its query. Allow comes first, so that Enter presses it.
    public static string Of(AuthorizationRequest request, string key)
    {
        var platform = request.State.Settings;
        var name = string.IsNullOrWhiteSpace(platform.Name) ? platform.AppId : platform.Name;
        return $"""
            <header>
            <div class="seal" aria-hidden="true">{PageWriter.Encode(name.EnumerateRunes().FirstOrDefault(Unnamed).ToString())}</div>
            <h1>{PageWriter.Encode(name)}<small>申请获得你的帐号的权限 · asks for permissions of your account</small></h1>
            </header>
            <form method="post">
            <input type="hidden" name="key" value="{PageWriter.Encode(key)}">
            <div>
            <label for="account">授权的帐号 · Account</label>
            <select id="account" name="account">
            {AccountsOf(request)}</select>
            </div>
            <fieldset id="sets">
            <legend>权限集 · Permission sets</legend>
            {SetsOf(request)}</fieldset>
            <div class="choice">
            <button id="allow" class="allow" name="decision" value="allow">授权 · Authorize</button>
            <button id="refuse" class="refuse" name="decision" value="refuse">取消 · Cancel</button>
            </div>
            </form>
            """;
    }

    /// <summary>Renders the end of an authorization that does not return to the platform.</summary>
    public static string Over(string words, string meaning) => $"""
        <header><h1 id="words">{PageWriter.Encode(words)}</h1></header>
        <p class="quiet" id="meaning">{PageWriter.Encode(meaning)}</p>
        """;

    private static string AccountsOf(AuthorizationRequest request)
    {
        var options = new StringBuilder();
        foreach (var account in request.Accounts)
        {
            var state = request.State.IsAuthorized(account.AppId) ? " · 已授权 authorized" : "";
            var title = $"{account.Name ?? account.AppId} · {KindOf(account.Kind)}{state}";
            var (kind, appId) = (ClassOf(account.Kind), PageWriter.Encode(account.AppId));
            options.AppendLine($"<option class=\"{kind}\" value=\"{appId}\">{PageWriter.Encode(title)}</option>");
        }

        return options.ToString();
    }

    private static string SetsOf(AuthorizationRequest request)
    {
        var sets = new StringBuilder();
        foreach (var id in request.PermissionSets.Where(id => request.Accounts.Any(account => PermissionTable.Fits(id, account.Kind))))
        {
            var number = id.ToString(CultureInfo.InvariantCulture);
            var name = PageWriter.Encode(PermissionTable.NameOf(id));
            var box = $"<input type=\"checkbox\" name=\"set\" value=\"{number}\" checked>";
            sets.AppendLine($"<label class=\"set {ClassOf(id)}\">{box}{name}<small>{number}</small></label>");
        }

        return sets.ToString();
    }

    // By these the style hides the sets that do not fit the chosen account; a set that fits any has neither.
    private static string ClassOf(AccountKind kind) => kind == AccountKind.MiniProgram ? "mini" : "official";

    private static string ClassOf(int set) =>
        !PermissionTable.Fits(set, AccountKind.MiniProgram) ? ClassOf(AccountKind.OfficialAccount)
        : !PermissionTable.Fits(set, AccountKind.OfficialAccount) ? ClassOf(AccountKind.MiniProgram)
        : "";

    private static string KindOf(AccountKind kind) =>
        kind == AccountKind.MiniProgram ? "小程序 mini program" : "公众号 official account";
}
