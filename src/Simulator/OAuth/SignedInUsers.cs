using System.Collections.Concurrent;
using System.Security.Cryptography;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Decides which user of an account is signed in: the script's choice, else the browser's last user, else the first.</summary>
internal sealed class SignedInUsers(UserBook users)
{
    private const string CookiePath = "/connect";
    private const int LongestNickname = 32;

    // The same openid as the default sender of pushes, so that both are one person when no user was added.
    private static readonly SimulatedUser FirstUser =
        new() { OpenId = "oSimulatedUser_0000000000001", Nickname = "小艾 Ada", IsSubscribed = false };

    private readonly ConcurrentDictionary<string, string> _byScript = new(StringComparer.Ordinal);

    public void SignIn(string appId, string openId) => _byScript[appId] = openId;

    public void SignOut(string appId) => _byScript.TryRemove(appId, out _);

    public SimulatedUser Find(HttpContext context, string appId)
    {
        if (users.TryFind(appId, _byScript.GetValueOrDefault(appId), out var user)
            || users.TryFind(appId, context.Request.Cookies[CookieOf(appId)], out user))
        {
            return user;
        }

        if (users.Of(appId) is [var first, ..])
        {
            return first;
        }

        users.Add(appId, FirstUser);
        return FirstUser;
    }

    /// <summary>Adds a new user, who does not follow the account.</summary>
    public SimulatedUser Create(string appId, string nickname)
    {
        var name = nickname.Trim();
        var user = new SimulatedUser
        {
            OpenId = $"o{RandomNumberGenerator.GetHexString(27, lowercase: true)}",
            Nickname = name.Length == 0 ? "新用户 New user" : name[..Math.Min(name.Length, LongestNickname)],
            IsSubscribed = false,
        };
        users.Add(appId, user);
        return user;
    }

    /// <summary>Stores the user of this account in the browser's cookie.</summary>
    public static void Remember(HttpContext context, string appId, SimulatedUser user) =>
        context.Response.Cookies.Append(
            CookieOf(appId),
            user.OpenId,
            new CookieOptions { Path = CookiePath, HttpOnly = true, SameSite = SameSiteMode.Lax });

    private static string CookieOf(string appId) => $"wechat_user_{Uri.EscapeDataString(appId)}";
}
