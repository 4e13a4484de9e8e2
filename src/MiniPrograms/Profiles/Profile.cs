using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Profiles;

/// <summary>How a user wants to be seen.</summary>
/// <param name="Nickname">The nickname; empty for none.</param>
/// <param name="AvatarUrl">The address of the picture; empty for none.</param>
/// <param name="UnionId">The unionid; empty for none.</param>
internal sealed record Profile(string Nickname, string AvatarUrl, string UnionId)
{
    /// <summary>The most characters of a nickname; WeChat's own have 32.</summary>
    public const int LongestNickname = 64;

    /// <summary>The most characters of an address.</summary>
    public const int LongestAddress = 1024;

    // Since 2022-11-08 everybody is this to wx.getUserProfile. Source: the announcement of 小程序用户头像昵称获取规则调整.
    private const string AnonymousNickname = "微信用户";

    /// <summary>Reads what WeChat sealed. An anonymous profile has neither name nor picture: it must not overwrite a real one.</summary>
    public static Profile Read(JsonFields data)
    {
        var nickname = data.Text("nickName") ?? "";
        var unionId = data.Text("unionId") ?? "";
        return nickname is AnonymousNickname or ""
            ? new Profile("", "", unionId)
            : new Profile(Cut(nickname, LongestNickname), AddressIn(data.Text("avatarUrl")) ?? "", unionId);
    }

    /// <summary>Returns an address that a page may load; null for anything else.</summary>
    public static string? AddressIn(string? text)
        => text is { Length: > 0 and <= LongestAddress } && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "https" or "http" && address.UserInfo.Length == 0
                ? text
                : null;

    private static string Cut(string text, int most)
        => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
