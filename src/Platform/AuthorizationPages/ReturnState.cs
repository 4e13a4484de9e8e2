using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>What the gateway must know when a browser comes back from WeChat, which hands back no state of its own.</summary>
/// <remarks>
/// It stands signed in the address that WeChat returns to. It is good once, for 30 minutes, for the browser with its cookie.
/// </remarks>
/// <param name="Platform">The platform's AppId.</param>
/// <param name="Id">Random; what the store remembers of a used one.</param>
/// <param name="Cookie">A digest of the cookie's value.</param>
/// <param name="IsFromPhone">Whether it began in WeChat's own browser, which loses cookies when it opens WeChat's page.</param>
/// <param name="BizAppId">The one account that was invited; <see langword="null"/> = any.</param>
/// <param name="State">The caller's.</param>
internal sealed record ReturnState(string Platform, string Id, string Cookie, bool IsFromPhone, string? BizAppId, string? State)
{
    /// <summary>How long it is good: as long as a pre_auth_code (1,800 s, WeChat's api_create_preauthcode).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private const string Purpose = "return";
    private const int RandomBytes = 16;

    /// <summary>Makes a state, and the value of its cookie.</summary>
    public static (ReturnState State, string Cookie) Make(Invitation invitation, bool isFromPhone)
    {
        var cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return (new ReturnState(invitation.Platform, id, DigestOf(cookie), isFromPhone, invitation.BizAppId, invitation.State), cookie);
    }

    public string Sign(ReadOnlySpan<byte> key, DateTimeOffset now)
        => SignedText.Sign(key, Purpose, JsonSerializer.Serialize(this, PageJson.Default.ReturnState), now + Life);

    /// <summary>Returns a state of this platform; <see langword="null"/> when it is forged, over, or another platform's.</summary>
    public static ReturnState? Read(ReadOnlySpan<byte> key, string? signed, string platform, DateTimeOffset now)
        => SignedText.Read(key, Purpose, signed, now) is { } text
            && JsonSerializer.Deserialize(text, PageJson.Default.ReturnState) is { } state
            && state.Platform == platform
                ? state
                : null;

    /// <summary>
    /// Returns whether the browser is the one that began. A lost cookie counts as right inside WeChat; a wrong one never does.
    /// </summary>
    public bool IsOf(string? cookie)
        => cookie is null
            ? IsFromPhone
            : CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(DigestOf(cookie)), Encoding.ASCII.GetBytes(Cookie));

    public override string ToString() => "***";

    private static string DigestOf(string cookie)
        => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)).AsSpan(0, RandomBytes));
}
