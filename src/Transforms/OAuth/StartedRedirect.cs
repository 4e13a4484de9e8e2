using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>A redirect that began here: what its caller wants to have back. The browser keeps it in a cookie, and the state is a digest of that cookie.</summary>
/// <remarks>
/// So the gateway keeps nothing, a state fits the one browser that has the cookie, and neither can be changed without the other.
/// The cookie holds random bytes, without which anybody could work out the state of a redirect.
/// </remarks>
internal sealed record StartedRedirect(string CallersState, string? To)
{
    // WeChat takes letters and digits only. Nobody else's state begins so.
    private const string Mark = "wxgwstart";
    private const string CookiePrefix = "wxgw-oauth-";
    private const int RandomBytes = 16;
    private const int DigestBytes = 20;

    /// <summary>Returns whether a state was made here, or pretends to be.</summary>
    public static bool IsOurs(string state) => state.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Returns whether a cookie is one of a redirect that began here.</summary>
    public static bool IsCookie(ReadOnlySpan<char> name) => name.StartsWith(CookiePrefix, StringComparison.Ordinal);

    /// <summary>Returns the name of the cookie that belongs to a state.</summary>
    public static string CookieName(string state) => CookiePrefix + state;

    /// <summary>Returns the redirect that a state belongs to; <see langword="null"/> when this browser began none, or none that could begin now.</summary>
    public static StartedRedirect? Find(IRequestCookieCollection cookies, WeChatService service, string state)
        => cookies[CookieName(state)] is { } cookie
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(StateOf(service, cookie)), Encoding.UTF8.GetBytes(state))
            && Read(cookie) is { } redirect
            && (redirect.To is null || ReturnAddress.IsAllowed(redirect.To, service.OAuth.ReturnHosts))
                ? redirect
                : null;

    /// <summary>Begins the redirect: returns the state for WeChat, and the cookie for the browser.</summary>
    public (string State, string Cookie) Begin(WeChatService service)
    {
        var content = new ArrayBufferWriter<byte>();
        RandomNumberGenerator.Fill(content.GetSpan(RandomBytes)[..RandomBytes]);
        content.Advance(RandomBytes);
        using (var json = new Utf8JsonWriter(content, MessageJson.ToBackend))
        {
            json.WriteStartArray();
            json.WriteStringValue(CallersState);
            json.WriteStringValue(To);
            json.WriteEndArray();
        }

        var cookie = Base64Url.EncodeToString(content.WrittenSpan);
        return (StateOf(service, cookie), cookie);
    }

    private static string StateOf(WeChatService service, string cookie)
        => Mark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{service.Name}\n{cookie}")), 0, DigestBytes);

    private static StartedRedirect? Read(string cookie)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(cookie).AsMemory(RandomBytes));
            return new StartedRedirect(json.RootElement[0].GetString() ?? "", json.RootElement[1].GetString());
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            // Its digest fits, so somebody made both; they get nothing for it.
            return null;
        }
    }

    // The generated one would print the state, which may be a secret of the backend's.
    public override string ToString() => "***";
}
