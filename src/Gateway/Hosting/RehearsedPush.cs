using System.Security.Cryptography;
using WxYarpGateway.Transforms.Envelopes;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Pushes as WeChat sends them, with a token and a key that are made up for one rehearsal.</summary>
internal sealed class RehearsedPush
{
    /// <summary>What a message says that the backend keeps waiting.</summary>
    public const string SlowText = "slowly";

    /// <summary>The AppId.</summary>
    public const string AppId = "wxrehearsal";

    private const string OriginalId = "gh_1";

    /// <summary>How long the backend then takes: longer than <see cref="Deadline"/>.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(150);

    /// <summary>The deadline of the service whose backend is slow.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the token.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Gets the EncodingAESKey.</summary>
    public string AesKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=');

    /// <summary>Makes a push in clear.</summary>
    public HttpRequestMessage InClear(Uri url, string text) => Writer().Plaintext(url, Message(text));

    /// <summary>Makes an encrypted push.</summary>
    public HttpRequestMessage Sealed(Uri url, string text) => Writer().Encrypted(url, OriginalId, Message(text));

    private static string Message(string text)
        => $"<xml><ToUserName><![CDATA[{OriginalId}]]></ToUserName><FromUserName><![CDATA[rehearsal]]></FromUserName>"
            + $"<CreateTime>{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            + $"<Content><![CDATA[{text}]]></Content><MsgId>{RandomNumberGenerator.GetInt32(1, int.MaxValue)}</MsgId></xml>";

    private PushWriter Writer() => new(Token, AesKey, AppId, TimeProvider.System);
}
