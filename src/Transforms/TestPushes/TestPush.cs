using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.TestPushes;

/// <summary>A push that tests a service: signed with its own token, and encrypted as its mode says, like one of WeChat's.</summary>
public sealed class TestPush
{
    private readonly Callback _callback;

    private TestPush(Callback callback, HttpRequestMessage request)
    {
        _callback = callback;
        Request = request;
    }

    /// <summary>Gets the request: its address, without a host, its headers and its body.</summary>
    public HttpRequestMessage Request { get; }

    /// <summary>Gets what is known of the test while and after it runs.</summary>
    public TestRun Run { get; } = new();

    /// <summary>Writes a push; returns <see langword="null"/> when the service has no token to sign it with.</summary>
    /// <param name="service">The service.</param>
    /// <param name="message">The message.</param>
    /// <param name="url">Where the service's pushes go, without a query.</param>
    /// <param name="clock">Tells the time of the signature.</param>
    public static TestPush? Write(WeChatService service, TestMessage message, Uri url, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(message);
        var callback = service.Callback;
        if (callback.Tokens is not [var token, ..])
        {
            return null;
        }

        var writer = new PushWriter(token, callback.AesKeys is [var key, ..] ? key : null, callback.AppIdUtf8, clock);
        var isJson = service.Account.Kind == ServiceKind.ChannelsShop;
        var text = isJson ? message.ToJson() : message.ToXml();
        return new TestPush(callback, callback.Encryption switch
        {
            EncryptionMode.Compatible when !isJson => writer.Encrypted(url, text, message.ToXml),
            EncryptionMode.Plaintext => writer.Plaintext(url, text),
            EncryptionMode.Either when callback.AesKeys.Length == 0 => writer.Plaintext(url, text),
            _ when isJson => writer.EncryptedJson(url, message.ToUserName, text),
            _ => writer.Encrypted(url, message.ToUserName, text),
        });
    }

    /// <summary>
    /// Marks the request that carries the push, which a host makes itself. It is not a header, so nobody outside can set it.
    /// </summary>
    /// <param name="context">The request.</param>
    public void Mark(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Set(new PushTrust.Mark { Test = Run });
    }

    /// <summary>Reads the answer as WeChat would.</summary>
    /// <param name="status">The status; 0 when the push was left unanswered.</param>
    /// <param name="body">The body.</param>
    public TestReply Read(int status, ReadOnlyMemory<byte> body) => TestReply.Open(_callback, status, body);
}
