using WxYarpGateway.Database.Imports;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Reads users with what belongs to them. One of whom something cannot be read is not taken, and so is nobody in halves.</summary>
/// <param name="tables">The tables.</param>
/// <param name="times">Reads times.</param>
/// <param name="doubles">The openids that stand there more than once, with their AppIds.</param>
/// <param name="onlyApp">The only mini program to take; empty for all.</param>
internal sealed class UserRows(
    MpapiTables tables, RowTimes times, IReadOnlySet<(string App, string OpenId)> doubles, string onlyApp)
{
    private const int LongestId = 128;
    private const int LongestAddress = 1024;

    // AES-128: a session_key has 16 bytes.
    private const int KeyLength = 16;

    // Since 2022-11-08 everybody is this to wx.getUserProfile.
    private const string AnonymousNickname = "微信用户";

    // mpapi lets a login last for a week after each use.
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Reads users; each is one, or a problem, or none of the mini program that is asked for.</summary>
    public async Task<IReadOnlyList<(long Id, ImportedUser? User, RowProblem? Problem)>> ReadAsync(
        IReadOnlyList<SourceRow> rows, CancellationToken cancellationToken)
    {
        HashSet<long> ids = [.. rows.Select(row => row.Number("id") ?? 0)];
        var extras = await tables.OfUsersAsync(MpapiTables.Extra, ids, cancellationToken);
        var mobiles = await tables.OfUsersAsync(MpapiTables.Mobile, ids, cancellationToken);
        var again = rows.GroupBy(row => row.Number("id") ?? 0).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        return [.. rows.Where(row => onlyApp.Length == 0 || row.Text("appid") == onlyApp).Select(row =>
        {
            var id = row.Number("id") ?? 0;
            var (user, wrong) = again.Contains(id) ? (null, "its id stands there more than once")
                : Read(row, id, [.. extras[id]], [.. mobiles[id]]);
            return (id, user, user is null ? new RowProblem(MpapiTables.User, id, wrong) : null);
        })];
    }

    private (ImportedUser? User, string Wrong) Read(SourceRow row, long id, SourceRow[] extras, SourceRow[] mobiles)
    {
        var (app, openId, unionId, key) = (row.Text("appid"), row.Text("openid"), row.Text("unionid"), row.Text("sessionkey"));
        var (created, expires) = (times.Read(row, "create_at"), times.Read(row, "expired_at"));
        var wrong = !AppId.TryParse(app, out _) ? "appid is none"
            : openId.Length == 0 ? "openid is empty"
            : !IsId(openId) ? "openid has characters that WeChat's have not"
            : doubles.Contains((app, openId)) ? "its openid stands there more than once; remove the row that is wrong"
            : unionId.Length > 0 && !IsId(unionId) ? "unionid has characters that WeChat's have not"
            : key.Length > 0 && !IsKey(key) ? "sessionkey is none"
            : created is null ? "create_at is no time"
            : expires is null ? "expired_at is no time"
            : extras.Length > 1 ? "user_extra has several rows of it"
            : mobiles.Length > 1 ? "user_mobile has several rows of it"
            : "";
        if (wrong.Length > 0)
        {
            return (null, wrong);
        }

        (var name, var picture, wrong) = extras is [var extra] ? ProfileOf(extra) : ("", "", "");
        (var phone, var wrongPhone) = mobiles is [var mobile] ? PhoneOf(mobile) : (null, "");
        wrong = wrong.Length > 0 ? wrong : wrongPhone;
        return wrong.Length > 0 ? (null, wrong) : (new ImportedUser(id, app, openId)
        {
            UnionId = unionId,
            SessionKey = key,
            Nickname = name,
            AvatarUrl = picture,
            Phone = phone,
            CreatedAt = created!.Value,
            SeenAt = expires!.Value - Life,
        }, "");
    }

    private static (string Name, string Picture, string Wrong) ProfileOf(SourceRow extra)
    {
        var (name, picture) = (extra.Text("nickname"), extra.Text("avatar_url"));
        return name == AnonymousNickname ? ("", "", "")
            : !IsText(name) ? ("", "", "nickname in user_extra is broken UTF-8, or has control characters")
            : picture.Length > 0 && !IsAddress(picture) ? ("", "", "avatar_url in user_extra is no address")
            : (name, picture, "");
    }

    private static (UserPhone? Phone, string Wrong) PhoneOf(SourceRow mobile)
    {
        var (code, number) = (mobile.Text("country_code"), mobile.Text("pure_phone_number"));
        return code.Length + number.Length + mobile.Text("phone_number").Length == 0 ? (null, "")
            : UserPhone.TryCreate(code, number, out var phone) ? (phone, "")
            : (null, "its row in user_mobile has no phone number in WeChat's form");
    }

    // What comes after broken bytes is this character.
    private static bool IsText(string text) => !text.Any(letter => char.IsControl(letter) || letter == '\uFFFD');

    private static bool IsId(string text)
        => text.Length <= LongestId && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static bool IsKey(string text)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyLength;
    }

    private static bool IsAddress(string text)
        => text.Length <= LongestAddress && IsText(text) && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "https" or "http" && address.UserInfo.Length == 0;
}
