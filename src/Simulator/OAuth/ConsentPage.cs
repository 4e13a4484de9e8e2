using System.Text;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Draws the page on which a user allows or refuses an account to read the profile.</summary>
internal static class ConsentPage
{
    /// <summary>The choice of somebody whom nobody described yet; openids never have this form.</summary>
    public const string NewUser = "+";

    private static readonly Rune Unnamed = new('?');

    // Without an action the form is sent to the page's own address, query and all; only a press of a button grants anything.
    // Allow comes first in the source, so that the enter key means it, and stands to the right, as WeChat has it.
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

    private static string OptionsOf(IReadOnlyList<SimulatedUser> users, SimulatedUser signedIn) =>
        users.Aggregate(
                new StringBuilder(),
                (options, user) => options.AppendLine(
                    $"<option value=\"{PageWriter.Encode(user.OpenId)}\"{(user.OpenId == signedIn.OpenId ? " selected" : "")}>{PageWriter.Encode(TitleOf(user))}</option>"))
            .ToString();

    private static string TitleOf(SimulatedUser user) =>
        $"{(user.Nickname is { Length: > 0 } nickname ? $"{nickname} · " : "")}{user.OpenId}{(user.IsSnapshot ? " · 快照 snapshot" : "")}";
}
