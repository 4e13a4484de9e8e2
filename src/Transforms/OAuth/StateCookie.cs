using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>The cookie that ties a state for WeChat's authorize page to one browser. The state is a digest of the cookie.</summary>
/// <remarks>
/// The gateway keeps nothing: the cookie carries the caller's own state and where the redirect ends.
/// It has random bytes, so that nobody can compute the state of another's redirect.
/// </remarks>
/// <param name="CallersState">The caller's state, which the backend gets back.</param>
/// <param name="To">Where the redirect ends, or <see langword="null"/>.</param>
internal sealed record StateCookie(string CallersState, string? To)
{
    // A state may have letters and digits only. This prefix tells ours from a caller's.
    private const string Prefix = "wxgwstart";
    private const string CookiePrefix = "wxgw-oauth-";
    private const int RandomBytes = 16;
    private const int DigestBytes = 20;

    /// <summary>Returns whether a state has our prefix; <see cref="Find"/> proves that it is ours.</summary>
    public static bool IsOurs(string state) => state.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Returns whether a cookie is one of these, by its name.</summary>
    public static bool IsCookie(ReadOnlySpan<char> name) => name.StartsWith(CookiePrefix, StringComparison.Ordinal);

    /// <summary>Returns the name of a state's cookie.</summary>
    public static string NameOf(string state) => CookiePrefix + state;

    /// <summary>Returns a state's cookie; <see langword="null"/> when the browser has none, or its target is not allowed.</summary>
    public static StateCookie? Find(IRequestCookieCollection cookies, WeChatService service, string state)
        => cookies[NameOf(state)] is { } cookie
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(StateOf(service, cookie)), Encoding.UTF8.GetBytes(state))
            && Read(cookie) is { } redirect
            && (redirect.To is null || ReturnAddress.IsAllowed(redirect.To, service.OAuth.ReturnHosts))
                ? redirect
                : null;

    /// <summary>Returns a new state for WeChat, and its cookie for the browser.</summary>
    public (string State, string Cookie) Issue(WeChatService service)
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
        => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{service.Name}\n{cookie}")), 0, DigestBytes);

    private static StateCookie? Read(string cookie)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(cookie).AsMemory(RandomBytes));
            return new StateCookie(json.RootElement[0].GetString() ?? "", json.RootElement[1].GetString());
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or JsonException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            // Somebody forged state and cookie together, which gains nothing.
            return null;
        }
    }

    // The generated ToString would print the state, which may be a secret of the backend's.
    public override string ToString() => "***";
}
