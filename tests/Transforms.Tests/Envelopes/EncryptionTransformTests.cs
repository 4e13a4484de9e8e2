using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

public sealed class EncryptionTransformTests
{
    private static readonly WireReply Answer = new("answer"u8.ToArray(), WireReply.Xml);

    private readonly EncryptionTransform _transform = new(NullLogger<EncryptionTransform>.Instance);

    [Theory]
    [InlineData(Pushes.AesKey, Sealed.PreviousKey)]
    [InlineData(Sealed.PreviousKey, Pushes.AesKey)]
    public async Task The_reply_is_sealed_with_the_key_that_opened_the_push(string key, string other)
    {
        var message = Encrypted(Sealed.Message("hello", key));

        var reply = Assert.IsType<SealedReply>(await InvokeAsync(message, Answer));

        Assert.Equal("hello", Encoding.UTF8.GetString(message.Body.Span));
        Assert.True(MessageCipher.TryOpen(Sealed.Key(key), reply.Ciphertext.Span, Sealed.AppId, out var opened));
        Assert.Equal("answer", Encoding.UTF8.GetString(opened.Span));
        Assert.False(MessageCipher.TryOpen(Sealed.Key(other), reply.Ciphertext.Span, Sealed.AppId, out _));
    }

    [Fact]
    public async Task A_key_that_is_no_longer_configured_opens_nothing()
    {
        var service = Pushes.Service(options => options.EncodingAesKey = Pushes.AesKey);

        Assert.Same(RefusedReply.Forged, await InvokeAsync(Encrypted(Sealed.Message("hello", Sealed.PreviousKey), service), Answer));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("no base64!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task Every_failure_to_open_is_refused_alike_and_goes_no_further(string ciphertext)
    {
        foreach (var refused in new[] { ciphertext, Sealed.Message("hello", appId: "wx-another"), Sealed.Raw(new byte[64]) })
        {
            var message = Encrypted(refused);
            var backend = Pushes.Answering(Answer, _ => Assert.Fail("It arrived."));
            var reply = await _transform.InvokeAsync(message, backend, TestContext.Current.CancellationToken);

            Assert.Same(RefusedReply.Forged, reply);
            Assert.Equal("envelope", Encoding.UTF8.GetString(message.Body.Span));
        }
    }

    [Fact]
    public async Task An_encrypted_push_is_refused_when_there_is_no_key()
        => Assert.Same(RefusedReply.Forged, await InvokeAsync(Encrypted(Sealed.Message("hello"), Pushes.Service()), Answer));

    [Fact]
    public async Task Success_and_refusals_are_not_sealed()
    {
        Assert.Same(WireReply.Nothing, await InvokeAsync(Encrypted(Sealed.Message("hello")), WireReply.Nothing));
        Assert.Same(RefusedReply.Malformed, await InvokeAsync(Encrypted(Sealed.Message("hello")), RefusedReply.Malformed));
    }

    [Fact]
    public async Task A_plaintext_push_and_its_reply_pass_as_they_are()
    {
        var message = Pushes.Message("hello", Rotating());

        Assert.Same(Answer, await InvokeAsync(message, Answer));
        Assert.Equal("hello", Encoding.UTF8.GetString(message.Body.Span));
    }

    private static WeChatService Rotating()
        => Pushes.Service(options => (options.EncodingAesKey, options.PreviousEncodingAesKey) = (Pushes.AesKey, Sealed.PreviousKey));

    private static MessageContext Encrypted(string ciphertext, WeChatService? service = null)
    {
        var message = Pushes.Message("envelope", service ?? Rotating(), "encrypt_type=aes");
        message.Ciphertext = Encoding.UTF8.GetBytes(ciphertext);
        return message;
    }

    private ValueTask<Reply> InvokeAsync(MessageContext message, Reply reply)
        => _transform.InvokeAsync(message, Pushes.Answering(reply), TestContext.Current.CancellationToken);
}
