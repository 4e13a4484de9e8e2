using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Writes people who log in. There is no token and no session_key in them.</summary>
internal static class UserAnswer
{
    /// <summary>Writes all that is kept of a user.</summary>
    public static void Write(Utf8JsonWriter json, KeptUser kept)
    {
        var user = kept.User;
        json.WriteNumber("id"u8, user.Id);
        json.WriteString("appid"u8, user.App);
        json.WriteString("openid"u8, user.OpenId);
        json.WriteString("unionid"u8, user.UnionId);
        json.WriteString("nickname"u8, user.Nickname);
        json.WriteString("avatarUrl"u8, user.AvatarUrl);
        if (user.Phone is { } phone)
        {
            json.WriteStartObject("phone"u8);
            json.WriteString("phoneNumber"u8, phone.Number);
            json.WriteString("purePhoneNumber"u8, phone.PureNumber);
            json.WriteString("countryCode"u8, phone.CountryCode);
            WriteTime(json, "at", kept.PhoneAt);
            json.WriteEndObject();
        }

        json.WriteBoolean("hasSessionKey"u8, kept.KeysAt is not null);
        WriteTime(json, "sessionKeyAt", kept.KeysAt);
        WriteTime(json, "created", kept.CreatedAt);
        WriteTime(json, "lastLogin", kept.LoginAt);
    }

    /// <summary>Writes the times of sessions.</summary>
    public static void WriteSessions(Utf8JsonWriter json, IReadOnlyList<SessionTimes> sessions)
    {
        json.WriteStartArray("sessions"u8);
        foreach (var session in sessions)
        {
            json.WriteStartObject();
            WriteTime(json, "created", session.CreatedAt);
            WriteTime(json, "seen", session.SeenAt);
            WriteTime(json, "expires", session.ExpiresAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Returns the error of a call to WeChat: 504 when it did not answer, else 502 with its code.</summary>
    public static GatewayError ErrorOf(WeChatError error)
    {
        var ours = GatewayError.Of(
            error.IsUnanswered ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway, error.Message);
        return ours with { Code = error.ErrorCode ?? ours.Code, RetryAfter = error.RetryAfter };
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            json.WriteString(name, time);
        }
    }
}
