using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>A user as the headers for backends say it; made once per session in memory.</summary>
/// <remarks>JSON in headers is ASCII: everything else is escaped, since servers read other letters in different ways.</remarks>
internal sealed class UserHeaders
{
    private UserHeaders(LoginUser user)
    {
        Id = user.Id.ToString(CultureInfo.InvariantCulture);
        OpenId = user.OpenId;
        UnionId = user.UnionId;
        Extra = Json(json =>
        {
            json.WriteString("openId"u8, user.OpenId);
            json.WriteString("unionId"u8, user.UnionId);
            json.WriteString("nickName"u8, user.Nickname);
            json.WriteString("avatarUrl"u8, user.AvatarUrl);
        });
        Mobile = user.Phone is not { } phone ? "" : Json(json =>
        {
            json.WriteString("phoneNumber"u8, phone.Number);
            json.WriteString("purePhoneNumber"u8, phone.PureNumber);
            json.WriteString("countryCode"u8, phone.CountryCode);
        });
    }

    /// <summary>Gets the id, decimal.</summary>
    public StringValues Id { get; }

    /// <summary>Gets the openid.</summary>
    public StringValues OpenId { get; }

    /// <summary>Gets the unionid; empty when there is none.</summary>
    public StringValues UnionId { get; }

    /// <summary>Gets <c>{"openId","unionId","nickName","avatarUrl"}</c>.</summary>
    public StringValues Extra { get; }

    /// <summary>Gets <c>{"phoneNumber","purePhoneNumber","countryCode"}</c>; empty when no phone is known.</summary>
    public StringValues Mobile { get; }

    /// <summary>Returns the headers of a user.</summary>
    public static UserHeaders Of(LoginUser user) => new(user);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            // The writer's own encoder leaves ASCII only.
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(written.WrittenSpan);
    }
}
