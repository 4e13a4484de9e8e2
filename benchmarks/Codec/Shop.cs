using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Codec;

/// <summary>An account in safe mode, what WeChat sends to it, and the transforms as a host has them.</summary>
internal sealed class Shop
{
    private const string Nonce = "0000001000000042";

    private readonly IServiceProvider _transforms;
    private readonly string _timestamp;

    public Shop()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new StoppedClock());
        services.AddReverseProxy().AddWeChat(new ConfigurationBuilder().Build());
        _transforms = services.BuildServiceProvider();
        _timestamp = StoppedClock.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the account's AppId.</summary>
    public static ReadOnlySpan<byte> AppId => "wx0123456789abcdef"u8;

    /// <summary>Gets the key that its messages are encrypted with.</summary>
    public EncodingAesKey Key => Service.Callback.AesKeys[0];

    public WeChatService Service { get; } = new("shop", new ServiceOptions
    {
        AppId = Encoding.UTF8.GetString(AppId),
        AppSecret = "benchmark-secret",
        Token = "benchmark-token",
        EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    });

    /// <summary>Returns a transform.</summary>
    public TTransform The<TTransform>()
        where TTransform : class, IMessageTransform
        => _transforms.GetRequiredService<TTransform>();

    /// <summary>Seals a message as WeChat does; returns the ciphertext in base64.</summary>
    public ReadOnlyMemory<byte> Seal(ReadOnlyMemory<byte> xml) => MessageCipher.Seal(Key, xml.Span, AppId);

    /// <summary>Returns the body of a push with a ciphertext.</summary>
    public static byte[] Envelope(ReadOnlyMemory<byte> ciphertext)
        => [.. "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA["u8, .. ciphertext.Span,
            .. "]]></Encrypt></xml>"u8];

    /// <summary>Returns the query of a push with a ciphertext, signed.</summary>
    public QueryString Query(ReadOnlyMemory<byte> ciphertext)
    {
        Span<byte> signature = stackalloc byte[Signature.Length];
        Signature.Compute(Service.Callback.Tokens[0].Utf8.Span, _timestamp, Nonce, ciphertext.Span, signature);
        return new QueryString(
            $"?timestamp={_timestamp}&nonce={Nonce}&encrypt_type=aes&msg_signature={Encoding.ASCII.GetString(signature)}&openid=oBenchUser");
    }

    /// <summary>Returns a push as it arrives.</summary>
    public MessageContext Push(QueryString query, ReadOnlyMemory<byte> body) => new(Service, PushQuery.Read(query), body, receivedAt: 0);

    // Signatures are made once, so they must not grow old.
    private sealed class StoppedClock : TimeProvider
    {
        public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
