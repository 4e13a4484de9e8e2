using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.MiniPrograms.Logins;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>Plays users' phones: what a mini program gets of WeChat by <c>wx.login</c> and its buttons.</summary>
public sealed class PhoneControl
{
    // What users are called since 2022-11-08, and the host and size of the grey picture they have; WeChat's address is longer.
    private const string AnonymousName = "微信用户";
    private const string AnonymousPicture = "https://thirdwx.qlogo.cn/mmopen/vi_32/anonymous/132";

    private static readonly JsonSerializerOptions Unescaped =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AccountBook _accounts;
    private readonly UserBook _users;
    private readonly LoginRegister _logins;
    private readonly PhoneCodeBook _codes;
    private readonly TimeProvider _clock;

    internal PhoneControl(AccountBook accounts, UserBook users, LoginRegister logins, PhoneCodeBook codes, TimeProvider clock) =>
        (_accounts, _users, _logins, _codes, _clock) = (accounts, users, logins, codes, clock);

    /// <summary>Gets every code of <c>wx.login</c> of the last hour, oldest first.</summary>
    public IReadOnlyList<JsCodeUse> Codes => _logins.Codes;

    /// <summary>Logs a user in (<c>wx.login</c>), an unknown one too, and returns the code.</summary>
    /// <param name="appId">The mini program.</param>
    /// <param name="openId">The user.</param>
    /// <param name="changesKey">Whether the session_key changes; null leaves it to the switch.</param>
    /// <param name="isBlocked">Whether WeChat takes the user for dangerous (errcode 40226).</param>
    public string Login(string appId, string openId, bool? changesKey = null, bool isBlocked = false)
    {
        var account = _accounts.Find(appId);
        UserOf(appId, openId);
        return _logins.Login(account, openId, isBlocked, changesKey);
    }

    /// <summary>Returns what <c>getPhoneNumber</c> gives; the user must have logged in.</summary>
    public PhoneNumberGrant GivePhoneNumber(string appId, string openId)
    {
        var number = PhoneNumber.Of(UserOf(appId, openId)).Describe(appId, _clock.GetUtcNow());
        return new PhoneNumberGrant(_codes.Issue(appId, openId), Seal(appId, openId, number));
    }

    /// <summary>Returns what <c>wx.getUserProfile</c> gives: since 2022 an anonymous profile, before that the user's own.</summary>
    public PhoneProfile GiveProfile(string appId, string openId, bool isAnonymous = true)
    {
        var (user, key) = (UserOf(appId, openId), KeyOf(appId, openId));
        var profile = new JsonObject
        {
            ["nickName"] = isAnonymous ? AnonymousName : user.Nickname ?? AnonymousName,
            ["gender"] = isAnonymous ? 0 : user.Sex,
            ["language"] = isAnonymous ? "" : user.Language,
            ["city"] = isAnonymous ? "" : user.City,
            ["province"] = isAnonymous ? "" : user.Province,
            ["country"] = isAnonymous ? "" : user.Country,
            ["avatarUrl"] = isAnonymous ? AnonymousPicture : user.HeadImageUrl ?? AnonymousPicture,
        };
        var rawData = profile.ToJsonString(Unescaped);
        profile["openId"] = openId;
        profile["unionId"] = user.UnionId;
        profile["watermark"] = PhoneNumber.Watermark(appId, _clock.GetUtcNow());
        return new PhoneProfile(rawData, key.Sign(rawData), SealedText.Of(profile.ToJsonString(Unescaped), key));
    }

    /// <summary>Seals any JSON as the phone would, for instance with another mini program's watermark.</summary>
    public SealedText Seal(string appId, string openId, JsonObject content) =>
        SealedText.Of(content.ToJsonString(Unescaped), KeyOf(appId, openId));

    /// <summary>Returns the user's session_key, which the phone never knows; null when it is unknown or expired.</summary>
    public string? SessionKeyOf(string appId, string openId) => _logins.KeyOf(appId, openId)?.Value;

    private SessionKey KeyOf(string appId, string openId) =>
        _logins.KeyOf(appId, openId)
        ?? throw new InvalidOperationException($"The user '{openId}' has no session_key at '{appId}'. Log in first.");

    private SimulatedUser UserOf(string appId, string openId)
    {
        _accounts.Find(appId);
        if (!_users.TryFind(appId, openId, out var user))
        {
            user = new SimulatedUser { OpenId = openId, IsSubscribed = false };
            _users.Add(appId, user);
        }

        return user;
    }
}
