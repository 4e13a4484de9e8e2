using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>The body of <c>POST /simulator/login</c>: a user opens a mini program, and presses every button in it.</summary>
internal sealed record LoginOrder
{
    public required string AppId { get; init; }

    /// <summary>Gets the user; null for a new one.</summary>
    public string? OpenId { get; init; }

    /// <summary>Gets whether the session_key changes; null leaves it to the switch.</summary>
    public bool? ChangesKey { get; init; }

    public bool Blocked { get; init; }

    /// <summary>Gets whether the profile is the user's own, as before 2022.</summary>
    public bool RealProfile { get; init; }

    public LoginResult Carry(PhoneControl phones)
    {
        var openId = OpenId ?? $"o{RandomIds.Base62(27)}";
        var code = phones.Login(AppId, openId, ChangesKey, Blocked);
        var number = phones.GivePhoneNumber(AppId, openId);
        return new LoginResult(openId, code, number, phones.GiveProfile(AppId, openId, isAnonymous: !RealProfile));
    }
}
