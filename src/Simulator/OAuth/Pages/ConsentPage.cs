using System.Text;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>Renders the page on which a user lets an account read the profile, or refuses.</summary>
internal static class ConsentPage
{
    /// <summary>The choice of a new user; openids never have this form.</summary>
    public const string NewUser = "+";

    private static readonly Rune Unnamed = new('?');

    // The form has no action, so it is sent to the page's own URL with its query. Only a button grants anything.
    // Allow comes first in the source, so that Enter presses it. It is drawn on the right, as in WeChat.
    public static string Of(SimulatedAccount account, IReadOnlyList<SimulatedUser> users, SimulatedUser signedIn)
    {
        var name = string.IsNullOrWhiteSpace(account.Name) ? account.AppId : account.Name;
        return $"""
            <header>
            <div class="seal" aria-hidden="true">{PageWriter.Encode(name.EnumerateRunes().FirstOrDefault(Unnamed).ToString())}</div>
            <h1>{PageWriter.Encode(name)}<small>申请获取以下权限 · asks for</small></h1>
            </header>
            <p class="asked">你的昵称、头像<br><small>Your nickname and portrait</small></p>
            <form method="post">
            <label for="user">登录的用户 · Sign in as</label>
            <select id="user" name="user">
            {OptionsOf(users, signedIn)}<option value="{NewUser}">新用户… · A new user…</option>
            </select>
            <div class="new">
            <label for="nickname">新用户的昵称 · The new user's nickname</label>
            <input id="nickname" name="nickname" maxlength="32" autocomplete="off">
            </div>
            <div class="choice">
            <button id="allow" class="allow" name="decision" value="allow">允许 · Allow</button>
            <button id="refuse" class="refuse" name="decision" value="refuse">拒绝 · Refuse</button>
            </div>
            </form>
            """;
    }

    private static string OptionsOf(IReadOnlyList<SimulatedUser> users, SimulatedUser signedIn)
    {
        var options = new StringBuilder();
        foreach (var user in users)
        {
            var selected = user.OpenId == signedIn.OpenId ? " selected" : "";
            options.AppendLine($"<option value=\"{PageWriter.Encode(user.OpenId)}\"{selected}>{PageWriter.Encode(TitleOf(user))}</option>");
        }

        return options.ToString();
    }

    private static string TitleOf(SimulatedUser user) =>
        $"{(user.Nickname is { Length: > 0 } nickname ? $"{nickname} · " : "")}{user.OpenId}{(user.IsSnapshot ? " · 快照 snapshot" : "")}";
}
