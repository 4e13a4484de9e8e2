using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>A user as the headers for backends say it; made once per session in memory.</summary>
/// <remarks>
/// They are ASCII: in JSON everything else is escaped, since servers read other letters in different ways. A value that is no text of a
/// header, such as one with a line break, is empty.
/// </remarks>
internal sealed class UserHeaders
{
    private UserHeaders(string app) => App = app;

    private UserHeaders(LoginUser user)
    {
        App = Plain(user.App);
        Id = user.Id.ToString(CultureInfo.InvariantCulture);
        OpenId = Plain(user.OpenId);
        UnionId = Plain(user.UnionId);
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

    /// <summary>Gets the mini program's AppId.</summary>
    public string App { get; }

    /// <summary>Gets the id, decimal.</summary>
    public string Id { get; } = "";

    /// <summary>Gets the openid.</summary>
    public string OpenId { get; } = "";

    /// <summary>Gets the unionid; empty when there is none.</summary>
    public string UnionId { get; } = "";

    /// <summary>Gets <c>{"openId","unionId","nickName","avatarUrl"}</c>.</summary>
    public string Extra { get; } = "";

    /// <summary>Gets <c>{"phoneNumber","purePhoneNumber","countryCode"}</c>; empty when no phone is known.</summary>
    public string Mobile { get; } = "";

    /// <summary>Returns the headers of a user.</summary>
    public static UserHeaders Of(LoginUser user) => new(user);

    /// <summary>Returns the headers of a request whose user nobody knows: all empty but the mini program's.</summary>
    public static UserHeaders OfNobody(string app) => new(Plain(app));

    private static string Plain(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "" : text;

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
