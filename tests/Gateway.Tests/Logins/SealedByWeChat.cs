using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Seals data as WeChat does for a phone. Source: 开放数据校验与解密.</summary>
internal static class SealedByWeChat
{
    /// <summary>The session_key that the rig's WeChat gives.</summary>
    public const string Key = "tiihtNczf5v6AKRyjwEUhQ==";

    public static (string Data, string Iv) Seal(string json, string key = Key, PaddingMode padding = PaddingMode.PKCS7)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(key);
        var iv = RandomNumberGenerator.GetBytes(16);
        return (Convert.ToBase64String(aes.EncryptCbc(Encoding.UTF8.GetBytes(json), iv, padding)), Convert.ToBase64String(iv));
    }

    /// <summary>Returns what wx.getUserInfo gives the phone.</summary>
    public static object UserInfo(string raw, string json, string key = Key)
    {
        var (data, iv) = Seal(json, key);
        return new { raw_data = raw, signature = Sign(raw, key), encrypted_data = data, iv };
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "WeChat signs with SHA-1.")]
    public static string Sign(string raw, string key = Key) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(raw + key)));

    public static string Profile(
        string openId, string nickname = "小明😀", string app = LoginRig.App, string avatar = "https://thirdwx.qlogo.cn/a.png")
        => $$$"""{"openId":"{{{openId}}}","nickName":"{{{nickname}}}","avatarUrl":"{{{avatar}}}","unionId":"","watermark":{"appid":"{{{app}}}","timestamp":1}}""";

    public static string Phone(string app = LoginRig.App, string code = "\"86\"")
        => $$$"""{"phoneNumber":"13580006666","purePhoneNumber":"13580006666","countryCode":{{{code}}},"watermark":{"appid":"{{{app}}}","timestamp":1}}""";
}
